package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.HeddleProcess.Ended;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A running server is replaced by another process on the same port. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class SharedPortIT {
    private static final int CLIENTS = 16;

    @Test
    void serverIsReplacedUnderLoadWithoutARefusedConnectionAndAThirdWithoutTheFlagFails() throws Exception {
        // Long, since a busy machine may not let a client run between its connect and its request.
        // Both servers are closed before the executor: then all clients end, however the test does.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                HeddleProcess old =
                        HeddleProcess.start("demo", "--share-port", "-p", "0", "--drain-idle-timeout", "20s")) {
            int port = old.port();
            try (HeddleProcess next = HeddleProcess.start("demo", "--share-port", "-p", Integer.toString(port))) {
                assertThat(next.port()).isEqualTo(port);
                Ended third = HeddleProcess.run("demo", "-p", Integer.toString(port));
                assertThat(third.code()).isEqualTo(1);
                assertThat(third.err()).singleElement().asString().contains("port " + port, "already in use");

                AtomicBoolean stopped = new AtomicBoolean();
                CountDownLatch busy = new CountDownLatch(50 * CLIENTS);
                List<Future<Integer>> clients = IntStream.range(0, CLIENTS)
                        .mapToObj(i -> threads.submit(() -> connectUntil(stopped, port, busy)))
                        .toList();
                busy.await();
                old.terminate();
                assertThat(old.awaitEnd()).isEqualTo(new Ended(0, "", List.of()));
                stopped.set(true);
                int reset = 0;
                for (Future<Integer> each : clients) {
                    reset += each.get();
                }
                // The kernel resets what arrives between the last look at the queue and the close. Without the look it
                // is most of them.
                assertThat(reset).isLessThanOrEqualTo(CLIENTS / 4);
                assertThat(new RawClient(port).get("/plaintext").status()).isEqualTo(200);
            }
        }
    }

    /** Makes connections with a request each, and returns how many were reset. Fails if one is refused. */
    private static int connectUntil(AtomicBoolean stopped, int port, CountDownLatch busy) {
        int reset = 0;
        while (!stopped.get()) {
            try {
                assertThat(new RawClient(port).get("/plaintext").status()).isEqualTo(200);
            } catch (ConnectException e) {
                throw new AssertionError("a connection was refused", e);
            } catch (IOException e) {
                reset++;
            }
            busy.countDown();
        }
        return reset;
    }
}
