package dev.heddle.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.Server;
import dev.heddle.concurrent.Latches;
import dev.heddle.http.EndedExchange;
import dev.heddle.http.Response;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients and operators notice when an access log cannot be written, or is moved away. */
@Timeout(120)
class SlowLogTest {
    private static final int REQUESTS = 2000;

    /** Heddle's own log. */
    private static final Logger HEDDLE = Logger.getLogger("dev.heddle");

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final AccessLogFormat TARGETS = AccessLogFormat.json(List.of("target"));

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
        AccessLog log = AccessLog.to(pipe()).memory(100_000).waits(SHORT, SHORT).open();
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
        AccessLog log = AccessLog.to(pipe).memory(65_536).waits(LONG, SHORT).open();
        try (InputStream unread = Eventually.result(reader)) {
            try (Server server = serve(log)) {
                requests(server, REQUESTS);
                assertThat(log.dropped()).isPositive();
            }
            log.close();
            assertThat(log.written() + log.dropped()).isEqualTo(REQUESTS);
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
                .hasMessageContaining("at least 65536 bytes, not 1023");
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

    /** Keeps what is logged. */
    private static Handler listening(Queue<String> told) {
        return new Handler() {
            @Override
            public void publish(LogRecord event) {
                told.add(event.getLevel() + " " + event.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    void droppedLinesAreToldWhenTheLogIsClosed() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "there is no /dev/full on this machine");
        Path link = Files.createSymbolicLink(folder.resolve("link"), full);
        Queue<String> told = new ConcurrentLinkedQueue<>();
        Handler listening = listening(told);
        HEDDLE.addHandler(listening);
        AccessLog log = AccessLog.to(link).open();
        try (Server server = serve(log)) {
            requests(server, 3);
            Eventually.await("the lines are dropped", () -> log.dropped() == 3);
        }
        log.close();
        HEDDLE.removeHandler(listening);
        assertThat(told)
                .filteredOn(line -> line.contains(link.toString()))
                .last()
                .asString()
                .startsWith("WARNING access log " + link + " ")
                .contains(" dropped, 3 so far (java.io.IOException: ");
    }

    @Test
    void logThatCannotBeOpenedAnewGoesOnWhereItIs() throws Exception {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        Path file = sub.resolve("access.log");
        Path old = folder.resolve("old");
        Queue<String> told = new ConcurrentLinkedQueue<>();
        Handler listening = listening(told);
        HEDDLE.addHandler(listening);
        try (AccessLog log = AccessLog.to(file).open();
                Server server = serve(log)) {
            requests(server, 1);
            Eventually.await("written", () -> log.written() == 1);
            Files.move(file, old);
            Files.delete(sub);
            log.reopen();
            requests(server, 1);
            Eventually.await("written", () -> log.written() == 2);
        } finally {
            HEDDLE.removeHandler(listening);
        }
        assertThat(told)
                .filteredOn(line -> line.contains(file.toString()))
                .singleElement()
                .asString()
                .startsWith("SEVERE access log " + file
                        + " cannot be opened again, and goes on in the old file if there is one: ");
        assertThat(Files.readAllLines(old)).hasSize(2);
    }

    /** Keeps what is written. A test overrides what goes wrong. */
    private static class Memory extends LogOutput {
        final StringBuilder written = new StringBuilder();

        @Override
        void open() throws IOException {}

        @Override
        void closeReplaced() {}

        @Override
        void write(byte[] bytes, int from, int length, int[] done) throws IOException {
            written.append(new String(bytes, from, length, StandardCharsets.US_ASCII));
            done[0] = length;
        }

        @Override
        void close() {}
    }

    private static AccessLog open(LogOutput output) throws IOException {
        return new AccessLog.Builder(output).format(TARGETS).open();
    }

    @Test
    void lineThatIsWrittenInPartDoesNotSpoilTheNext() throws Exception {
        Memory output = new Memory() {
            private boolean failed;

            @Override
            void write(byte[] bytes, int from, int length, int[] done) throws IOException {
                super.write(bytes, from, failed ? length : length - 3, done);
                if (!failed) {
                    failed = true;
                    throw new IOException("no space left");
                }
            }
        };
        AccessLog log = open(output);
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

    /** A stream does not say how much it has taken before it failed. */
    @Test
    void streamThatFailsInTheMiddleDoesNotSpoilTheNextLine() throws Exception {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        OutputStream failing = new OutputStream() {
            private boolean failed;

            @Override
            public void write(int value) {
                taken.write(value);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                taken.write(bytes, offset, failed ? length : 5);
                if (!failed) {
                    failed = true;
                    throw new IOException("no space left");
                }
            }
        };
        AccessLog log = AccessLog.to(failing).format(TARGETS).open();
        try (Server server = serve(log)) {
            requests(server, 1);
            Eventually.await("the first write has failed", () -> log.dropped() == 1);
            requests(server, 1);
        }
        log.close();
        assertThat(taken.toString(StandardCharsets.US_ASCII)).isEqualTo("{\"tar\n{\"target\":\"/x0\"}\n");
        assertThat(log.written()).isEqualTo(1);
    }

    @Test
    void linesThatAPrintStreamHasLostAreCounted() throws Exception {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("no space left");
            }
        };
        AccessLog log = AccessLog.to(new PrintStream(full, false, StandardCharsets.US_ASCII))
                .open();
        try (Server server = serve(log)) {
            requests(server, 3);
        }
        log.close();
        assertThat(log.dropped()).isEqualTo(3);
    }

    @Test
    void linesThatFillTheQueueAreWrittenBeforeTheNextRound() throws Exception {
        Memory output = new Memory();
        try (AccessLog log = new AccessLog.Builder(output)
                .format(TARGETS)
                .memory(65_536)
                .round(Duration.ofHours(1))
                .open()) {
            try (Server server = serve(log)) {
                requests(server, 1000);
            }
            Eventually.await("lines are written", () -> log.written() > 0);
        }
    }

    // ---- a disk that hangs

    /** As a file on a disk that hangs: no signal ends its write, and a thread that interrupts the writer waits for that, too. */
    private static final class Hanging extends LogOutput {
        private final CountDownLatch recovered = new CountDownLatch(1);
        private final CountDownLatch hangs = new CountDownLatch(1);
        private final Stuck channel = new Stuck();

        private final class Stuck extends AbstractInterruptibleChannel {
            void write() throws IOException {
                begin();
                hangs.countDown();
                Latches.awaitUninterruptibly(recovered);
                end(true);
            }

            @Override
            protected void implCloseChannel() {
                Latches.awaitUninterruptibly(recovered);
            }
        }

        @Override
        void open() {}

        @Override
        void closeReplaced() {}

        @Override
        void write(byte[] bytes, int from, int length, int[] done) throws IOException {
            channel.write();
            done[0] = length;
        }

        @Override
        void close() {}
    }

    @Test
    void diskThatHangsDoesNotHoldUpTheEndAndEveryLineIsCountedOnceItReturns() throws Exception {
        Hanging output = new Hanging();
        AccessLog log = new AccessLog.Builder(output).waits(LONG, SHORT).open();
        try (Server server = serve(log)) {
            requests(server, 1);
            Eventually.await(output.hangs);
            requests(server, 9);
        }
        FutureTask<Boolean> closing = Eventually.begin(() -> {
            log.close();
            return log.hangs();
        });
        assertThat(Eventually.result(closing))
                .as("closed while the write hangs")
                .isTrue();
        assertThat(log.dropped()).isEqualTo(9);
        output.recovered.countDown();
        Eventually.await("the line of that write is counted", () -> log.written() + log.dropped() == 10);
    }

    @Test
    void everyCloseReturnsAfterTheLastLineIsWritten() throws Exception {
        AtomicReference<Thread> second = new AtomicReference<>();
        CountDownLatch writes = new CountDownLatch(1);
        Memory output = new Memory() {
            @Override
            void write(byte[] bytes, int from, int length, int[] done) throws IOException {
                writes.countDown();
                Eventually.await("the second close waits, or has returned", () -> {
                    Thread closing = second.get();
                    return closing != null
                            && List.of(Thread.State.TIMED_WAITING, Thread.State.TERMINATED)
                                    .contains(closing.getState());
                });
                super.write(bytes, from, length, done);
            }
        };
        AccessLog log = new AccessLog.Builder(output).waits(LONG, LONG).open();
        try (Server server = serve(log)) {
            requests(server, 1);
        }
        Eventually.await(writes);
        FutureTask<Long> first = Eventually.begin(() -> {
            log.close();
            return log.written();
        });
        Eventually.await("the first close has begun", log::isClosing);
        FutureTask<Long> other = new FutureTask<>(() -> {
            log.close();
            return log.written();
        });
        second.set(Thread.ofPlatform().daemon().start(other));
        assertThat(Eventually.result(other)).isEqualTo(1);
        assertThat(Eventually.result(first)).isEqualTo(1);
    }

    @Test
    void interruptedThreadThatClosesTheLogLosesNoLine() throws Exception {
        AccessLog log = AccessLog.to(folder.resolve("access.log")).open();
        try (Server server = serve(log)) {
            requests(server, 20);
        }
        Thread.currentThread().interrupt();
        log.close();
        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(log.written()).isEqualTo(20);
    }

    // ---- what else is thrown

    @Test
    void writerGoesOnAfterMemoryHasRunOutAndEveryLineIsCounted() throws Exception {
        Memory output = new Memory() {
            private int failures;

            @Override
            void write(byte[] bytes, int from, int length, int[] done) throws IOException {
                if (failures++ == 0) {
                    throw new OutOfMemoryError("on purpose");
                }
                super.write(bytes, from, length, done);
            }
        };
        AccessLog log = open(output);
        try (Server server = serve(log)) {
            requests(server, 1);
            Eventually.await("the first write has failed", () -> log.dropped() == 1);
            requests(server, 2);
        }
        log.close();
        assertThat(log.written()).isEqualTo(2);
        assertThat(log.dropped()).isEqualTo(1);
        assertThat(output.written.toString()).isEqualTo("\n{\"target\":\"/x0\"}\n{\"target\":\"/x1\"}\n");
    }

    @Test
    void writerGoesOnWhateverHappensWhenTheFileIsReopened() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        Memory output = new Memory() {
            @Override
            void open() {
                if (opened.incrementAndGet() == 2) {
                    throw new UnsupportedOperationException("on purpose");
                }
            }
        };
        AccessLog log = open(output);
        try (Server server = serve(log)) {
            log.reopen();
            Eventually.await("reopening has failed", () -> opened.get() == 2);
            requests(server, 3);
            log.reopen();
            Eventually.await("it is opened again", () -> opened.get() == 3);
        }
        log.close();
        assertThat(log.written()).isEqualTo(3);
    }

    @Test
    void fileThatCannotBeOpenedForLongIsTriedAgainAtTheNextReopening() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger opened = new AtomicInteger();
        Memory output = new Memory() {
            @Override
            void open() throws IOException {
                Latches.awaitUninterruptibly(slow);
                if (opened.incrementAndGet() == 1) {
                    throw new IOException("on purpose");
                }
            }

            @Override
            void write(byte[] bytes, int from, int length, int[] done) throws IOException {
                if (opened.get() == 1) {
                    throw new IOException("not open");
                }
                super.write(bytes, from, length, done);
            }
        };
        AccessLog log =
                new AccessLog.Builder(output).format(TARGETS).waits(SHORT, LONG).open();
        try (Server server = serve(log)) {
            slow.countDown();
            requests(server, 1);
            Eventually.await("it could not be opened", () -> log.dropped() == 1);
            log.reopen();
            Eventually.await("it is open", () -> opened.get() == 2);
            requests(server, 1);
        }
        log.close();
        assertThat(output.written.toString()).isEqualTo("{\"target\":\"/x0\"}\n");
    }

    /** An exchange of which nothing can be told. */
    private static EndedExchange broken() {
        return (EndedExchange) Proxy.newProxyInstance(
                EndedExchange.class.getClassLoader(),
                new Class<?>[] {EndedExchange.class},
                (self, method, arguments) -> {
                    throw new IllegalStateException("on purpose");
                });
    }

    @Test
    void exchangeWhoseLineCannotBeMadeIsCounted() throws Exception {
        try (AccessLog log = open(new Memory())) {
            assertThatThrownBy(() -> log.ended(broken())).hasMessage("on purpose");
            assertThat(log.dropped()).isEqualTo(1);
        }
    }

    @Test
    @SuppressWarnings("NullAway") // on purpose: a program may be compiled without a null checker
    void nothingIsAnErrorWhereALogIsMade() {
        assertThatThrownBy(() -> AccessLog.to((Path) null)).hasMessage("file");
        assertThatThrownBy(() -> AccessLog.to((OutputStream) null)).hasMessage("stream");
        assertThatThrownBy(() -> AccessLog.to(folder).format(null)).hasMessage("format");
    }

    @Test
    void lineLongerThanABatchIsWritten() throws Exception {
        Path file = folder.resolve("access.log");
        // The same header in 32 spellings, each as long as a text can be.
        List<String> fields = IntStream.range(0, 32)
                .mapToObj(bits -> IntStream.range(0, 5)
                        .mapToObj(i -> "abcde".charAt(i))
                        .map(c -> (bits >> (c - 'a') & 1) == 0 ? c : Character.toUpperCase(c))
                        .map(String::valueOf)
                        .collect(Collectors.joining("", "header:", "")))
                .toList();
        try (AccessLog log =
                        AccessLog.to(file).format(AccessLogFormat.json(fields)).open();
                Server server = serve(log);
                TestClient client = TestClient.connect(server)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nABCDE: " + "a".repeat(5000) + "\r\n\r\n");
            assertThat(client.readReply().status()).isEqualTo(200);
            client.send("GET / HTTP/1.1\r\nHost: a\r\nABCDE: b\r\n\r\n");
            assertThat(client.readReply().status()).isEqualTo(200);
        }
        assertThat(Files.readAllLines(file)).hasSize(2).allMatch(line -> line.endsWith("}"));
        assertThat(Files.readAllLines(file).getFirst().length()).isGreaterThan(65_536);
    }
}
