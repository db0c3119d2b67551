package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bars on what a request costs, on the packaged jar, with figures that a noisy machine hardly moves: bytes allocated, and the
 * ratio of two servers that run side by side. The bar on the ratio is far below what was measured, so it finds only what is
 * badly wrong. What the figures are on a quiet machine is in {@code docs/performance.md}.
 */
@Tag("measures")
class HotPathIT {
    private static final long TIMEOUT_SECONDS = 120;

    private static final Map<String, Double> MEASURED = new HashMap<>();

    @BeforeAll
    static void measure(@TempDir Path folder) throws Exception {
        Path figures = folder.resolve("figures");
        String jar = Objects.requireNonNull(System.getProperty("heddle.runnableJar"));
        Path tests = Path.of(HotPathIT.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Process probe = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        jar + File.pathSeparator + tests,
                        HotPathProbe.class.getName())
                .redirectOutput(figures.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(probe.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                    .as("the probe exits in time")
                    .isTrue();
        } finally {
            probe.destroyForcibly();
        }
        for (String line : Files.readAllLines(figures)) {
            System.out.println("hot path: " + line);
            String[] pair = line.split("=", 2);
            MEASURED.put(pair[0], Double.valueOf(pair[1]));
        }
    }

    /** Measured: 330 to 510, depending on the compiler. */
    @Test
    void requestAllocatesAtMost600Bytes() {
        assertThat(figure("allocated.own")).isLessThanOrEqualTo(600);
    }

    /** Measured: 380 to 640. */
    @Test
    void pipelinedRequestAllocatesAtMost750Bytes() {
        assertThat(figure("allocated.own.pipelined")).isLessThanOrEqualTo(750);
    }

    /** Measured: 1830 to 2070. */
    @Test
    void requestThroughTheJdkApiAllocatesAtMost2400Bytes() {
        assertThat(figure("allocated.jdkhttp")).isLessThanOrEqualTo(2400);
    }

    /** Measured: 0.9 on JDK 25, 0.66 on 21. The bar is where noise does not reach. */
    @Test
    void rateIsMoreThan40PercentOfAMinimalServer() {
        assertThat(figure("rate.toPrototype")).isGreaterThan(0.4);
    }

    private static double figure(String name) {
        return Objects.requireNonNull(MEASURED.get(name), () -> "the probe has not measured " + name);
    }
}
