package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.HeddleProcess.Ended;
import dev.heddle.support.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code heddle} when file descriptors run out, or its log is not read. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ExhaustionIT {
    private static final int DESCRIPTORS = 100;

    @ParameterizedTest
    @ValueSource(
            strings = {"single-threaded", "single-acceptor", "multi-acceptor", "message-balanced", "socket-sharded"})
    @Execution(ExecutionMode.CONCURRENT)
    void serverOutOfDescriptorsLoadsNothingAndAcceptsAgainLater(String architecture, @TempDir Path directory)
            throws Exception {
        Path classes = directory.resolve("classes");
        List<String> options = List.of("-Xlog:class+load:file=" + classes);
        try (HeddleProcess heddle = HeddleProcess.startWithDescriptors(
                DESCRIPTORS, options, "demo", "-p", "0", "-a", architecture, "--max-connections", "32768")) {
            int port = heddle.port();
            assertThat(new RawClient(port).get("/plaintext").text()).isEqualTo("Hello, World!");
            // The watchdog, too, has had its first round.
            Eventually.await("no more classes are loaded", () -> millisSinceTheLastIn(classes) > 700);
            List<Socket> held = new ArrayList<>();
            int loaded = Files.readAllLines(classes).size();
            try {
                for (int i = 0; i < 2 * DESCRIPTORS; i++) {
                    held.add(new RawClient(port).open());
                }
                // The second line comes a second after the first: by then the pause has reached its maximum.
                Eventually.await("two failed accepts are logged", () -> failedAcceptLines(heddle) >= 2);
                List<String> now = Files.readAllLines(classes);
                // The JDK's own image and its class data archive are mapped: loading a class from them needs no
                // descriptor.
                assertThat(now.subList(loaded, now.size()))
                        .allMatch(line -> line.contains("source: jrt:/java.base")
                                || line.contains("source: shared objects file"));
            } finally {
                for (Socket each : held) {
                    each.close();
                }
            }
            assertThat(new RawClient(port).get("/plaintext").text()).isEqualTo("Hello, World!");
            heddle.terminate();
            assertThat(heddle.awaitEnd().code()).isZero();
        }
    }

    private static long millisSinceTheLastIn(Path log) {
        try {
            return System.currentTimeMillis() - Files.getLastModifiedTime(log).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long failedAcceptLines(HeddleProcess heddle) {
        try {
            return heddle.errors().stream()
                    .filter(line -> line.contains("accept failed"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void unreadLogBlocksNeitherServingNorShutdown() throws Exception {
        try (HeddleProcess heddle =
                HeddleProcess.startWithUnreadError("demo", "-p", "0", "-a", "single-threaded", "--verbose")) {
            int port = heddle.port();
            // Each causes a log line of a hundred bytes, and a pipe holds 65536.
            for (int i = 0; i < 1500; i++) {
                try (Socket socket = new RawClient(port).open()) {
                    socket.getOutputStream().write("garbage\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    assertThat(socket.getInputStream().read()).isEqualTo('H');
                }
            }
            assertThat(new RawClient(port).get("/plaintext").text()).isEqualTo("Hello, World!");
            heddle.terminate();
            assertThat(heddle.awaitEnd()).isEqualTo(new Ended(0, "", List.of()));
        }
    }
}
