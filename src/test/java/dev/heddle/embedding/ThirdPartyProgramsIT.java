package dev.heddle.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.options.Architecture;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link ThirdPartyPrograms} on Heddle, in every architecture: their clients get what they get from the JDK's server. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ThirdPartyProgramsIT {
    private static final String PROVIDER = "-Dcom.sun.net.httpserver.HttpServerProvider=";

    @ParameterizedTest
    @ValueSource(strings = {"prometheus", "jersey", "jex"})
    void clientsOfAThirdPartyProgramGetTheSameAsFromTheJdksServer(String program) throws Exception {
        List<String> reference = run(program, PROVIDER + "sun.net.httpserver.DefaultHttpServerProvider");
        assertThat(reference).contains("right answers of a crowd: 1000").hasSizeGreaterThan(5);
        for (Architecture architecture : Architecture.all()) {
            assertThat(run(
                            program,
                            PROVIDER + "dev.heddle.jdkhttp.HeddleHttpServerProvider",
                            "-Dheddle.architecture=" + architecture.label()))
                    .as(architecture.label())
                    .isEqualTo(reference);
        }
    }

    private static List<String> run(String program, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Stream.of(options).forEach(command::add);
        // What Heddle and the clients log is no part of it.
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), ThirdPartyPrograms.class.getName(), program));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = out.lines().toList();
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }
}
