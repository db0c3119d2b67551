package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program whose main method ends when it has started a server, in a JVM of its own. */
@Timeout(120)
class ServedProgramTest {
    private static Process start(String... arguments) throws IOException {
        String here = String.join(
                System.getProperty("path.separator"), location(Server.class), location(ServedProgram.class));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                here,
                ServedProgram.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // The JVM would print that it picked them up.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        return builder.start();
    }

    private static String location(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }

    private static InetSocketAddress address(Process program) throws IOException {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(),
                Integer.parseInt(program.inputReader(StandardCharsets.UTF_8).readLine()));
    }

    private static String ask(InetSocketAddress address, String path) {
        try (TestClient client = TestClient.connect(address)) {
            return client.get(path).text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"own", "drop-in"})
    void startedServerKeepsItsJvmAliveUntilItIsClosed(String api) throws Exception {
        Process program = start(api);
        try {
            InetSocketAddress address = address(program);
            Eventually.await("the main thread has ended", () -> ask(address, "").equals("main thread: has ended"));
            assertThat(ask(address, "stop")).isEqualTo("main thread: has ended");
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(program.exitValue()).isZero();
        } finally {
            program.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"own", "drop-in"})
    void serverStartedByADaemonThreadKeepsNoJvmAlive(String api) throws Exception {
        Process program = start(api, "daemon");
        try {
            assertThat(address(program).getPort()).isPositive();
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(program.exitValue()).isZero();
        } finally {
            program.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"own", "drop-in"})
    void programThatFailsAtEveryRequestLogsOneLineASecond(String api) throws Exception {
        Process program = start(api);
        try {
            InetSocketAddress address = address(program);
            long before = System.nanoTime();
            try (TestClient client = TestClient.connect(address)) {
                for (int i = 0; i < 200; i++) {
                    assertThat(client.get("fail").status()).isEqualTo(500);
                }
            }
            int seconds = (int) Duration.ofNanos(System.nanoTime() - before).toSeconds();
            ask(address, "stop");
            List<String> log =
                    program.inputReader(StandardCharsets.UTF_8).lines().toList();
            assertThat(log.stream().filter(line -> line.contains("handler failed on a message")))
                    .hasSizeBetween(1, 2 + seconds);
            assertThat(log.stream().filter(line -> line.contains("at ") && line.contains("failIfAsked")))
                    .hasSize(1);
        } finally {
            program.destroyForcibly();
        }
    }
}
