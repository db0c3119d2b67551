package dev.heddle.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.Server;
import dev.heddle.http.Response;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients and operators notice when an access log cannot be written, or is moved away. */
@Timeout(120)
class SlowLogTest {
    private static final int REQUESTS = 2000;

    private final Path folder;

    SlowLogTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path pipe() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        try {
            Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
            assumeTrue(made.waitFor() == 0, "named pipes cannot be made here");
        } catch (IOException e) {
            assumeTrue(false, "there is no mkfifo on this machine");
        }
        return pipe;
    }

    private static void requests(Server server, int count) throws IOException {
        try (TestClient client = TestClient.connect(server)) {
            for (int i = 0; i < count; i++) {
                assertThat(client.get("x" + i).status()).isEqualTo(200);
            }
        }
    }

    private static Server serve(AccessLog log) throws IOException {
        return Server.http(request -> Response.text("hello"), log).start();
    }

    @Test
    void pipeThatNobodyOpensDelaysNeitherRequestsNorTheEnd() throws Exception {
        AccessLog log = AccessLog.to(pipe()).memory(100_000).open();
        try (Server server = serve(log)) {
            requests(server, REQUESTS);
            assertThat(log.dropped()).isBetween(1000L, (long) REQUESTS);
            assertThat(log.written()).isZero();
        }
        log.close();
        assertThat(log.dropped()).isEqualTo(REQUESTS);
    }

    @Test
    void pipeThatNobodyReadsDelaysNeitherRequestsNorTheEnd() throws Exception {
        Path pipe = pipe();
        FutureTask<InputStream> reader = Eventually.begin(() -> new FileInputStream(pipe.toFile()));
        AccessLog log = AccessLog.to(pipe).memory(50_000).open();
        try (InputStream unread = Eventually.result(reader)) {
            try (Server server = serve(log)) {
                requests(server, REQUESTS);
                assertThat(log.dropped()).isPositive();
            }
            log.close();
            assertThat(log.written() + log.dropped()).isGreaterThanOrEqualTo(log.dropped());
            assertThat(unread.available()).isPositive();
        }
    }

    @Test
    void diskThatIsFullCostsTheLinesAndNoRequest() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "there is no /dev/full on this machine");
        AccessLog log = AccessLog.to(full).open();
        try (Server server = serve(log)) {
            requests(server, 100);
        }
        log.close();
        assertThat(log.dropped()).isEqualTo(100);
        assertThat(log.written()).isZero();
    }

    @Test
    void logThatCannotBeOpenedIsAnErrorAtOnce() {
        assertThatThrownBy(() -> AccessLog.to(folder).open()).isInstanceOf(IOException.class);
        assertThatThrownBy(
                        () -> AccessLog.to(folder.resolve("missing/access.log")).open())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing");
        assertThatThrownBy(() -> AccessLog.to(folder.resolve("a")).memory(1023))
                .hasMessageContaining("at least 1024 bytes, not 1023");
    }

    @Test
    void logIsContinuedAndAfterTheCloseNothingIsWritten() throws Exception {
        Path file = Files.writeString(folder.resolve("access.log"), "before\n");
        AccessLog log = AccessLog.to(file).open();
        try (Server server = serve(log)) {
            requests(server, 1);
            log.close();
            requests(server, 2);
        }
        assertThat(Files.readAllLines(file)).hasSize(2).startsWith("before");
        assertThat(log.written()).isEqualTo(1);
        assertThat(log.dropped()).isEqualTo(2);
    }

    @Test
    void renamedLogIsLeftWhenItIsOpenedAnewAndNoLineIsLost() throws Exception {
        Path file = folder.resolve("access.log");
        Path old = folder.resolve("access.log.1");
        try (AccessLog log = AccessLog.to(file).open();
                Server server = serve(log)) {
            requests(server, 50);
            Eventually.await("the lines are written", () -> log.written() == 50);
            Files.move(file, old);
            requests(server, 50);
            log.reopen();
            Eventually.await("the log is opened anew", () -> Files.exists(file));
            requests(server, 50);
        }
        List<String> all = new ArrayList<>(Files.readAllLines(old));
        assertThat(all).as("what came before the log was opened anew").hasSize(100);
        assertThat(Files.readAllLines(file)).hasSize(50);
        all.addAll(Files.readAllLines(file));
        assertThat(all).hasSize(150);
    }

    @Test
    void logThatCannotBeOpenedAnewGoesOnWhereItIs() throws Exception {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        Path file = sub.resolve("access.log");
        Path old = folder.resolve("old");
        try (AccessLog log = AccessLog.to(file).open();
                Server server = serve(log)) {
            requests(server, 1);
            Eventually.await("written", () -> log.written() == 1);
            Files.move(file, old);
            Files.delete(sub);
            log.reopen();
            requests(server, 1);
            Eventually.await("written", () -> log.written() == 2);
        }
        assertThat(Files.readAllLines(old)).hasSize(2);
    }

    /** Fails in the middle of the first write, and then never. */
    private static final class FailsOnce extends LogOutput {
        private final StringBuilder written = new StringBuilder();
        private boolean failed;

        @Override
        void openAnew() {}

        @Override
        void write(byte[] bytes, int from, int length, int[] done) throws IOException {
            int part = failed ? length : length - 3;
            written.append(new String(bytes, from, part, StandardCharsets.US_ASCII));
            done[0] = part;
            if (!failed) {
                failed = true;
                throw new IOException("no space left");
            }
        }

        @Override
        void close() {}
    }

    @Test
    void lineThatIsWrittenInPartDoesNotSpoilTheNext() throws Exception {
        FailsOnce output = new FailsOnce();
        AccessLog log = new AccessLog.Builder(output)
                .format(AccessLogFormat.json(List.of("target")))
                .open();
        try (Server server = serve(log)) {
            requests(server, 1);
            Eventually.await("the first write has failed", () -> log.dropped() == 1);
            requests(server, 2);
        }
        log.close();
        assertThat(output.written.toString())
                .isEqualTo("{\"target\":\"/x0\n{\"target\":\"/x0\"}\n{\"target\":\"/x1\"}\n");
        assertThat(log.written()).isEqualTo(2);
    }

    @Test
    void lineLongerThanABatchIsWritten() throws Exception {
        Path file = folder.resolve("access.log");
        String long1 = "\\".repeat(7000);
        try (AccessLog log = AccessLog.to(file)
                        .format(AccessLogFormat.json(
                                List.of("header:a", "header:A", "header:b", "userAgent", "referer")))
                        .open();
                Server server = serve(log);
                TestClient client = TestClient.connect(server)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nA: \u00e4" + "\u00e4".repeat(13_000) + "\r\n\r\n");
            assertThat(client.readReply().status()).isEqualTo(200);
            client.send("GET / HTTP/1.1\r\nHost: a\r\nA: " + long1 + "\r\n\r\n");
            assertThat(client.readReply().status()).isEqualTo(200);
        }
        assertThat(Files.readAllLines(file)).hasSize(2).allMatch(line -> line.endsWith("}"));
        assertThat(Files.readAllLines(file).getFirst().length()).isGreaterThan(65_536);
    }
}
