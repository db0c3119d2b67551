package dev.heddle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.heddle.options.Architecture;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Crowds of clients that make the server hold as much as they can, on a small heap. Good clients are served meanwhile, or rejected with
 * a 503, and afterwards the server is as it was before.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class HeapPressureIT {
    private static final int SECONDS = SoakScale.of(6, 60);
    private static final int THREADS = 20;
    private static final int GOOD_CLIENTS = 3;
    private static final int STEP_MILLIS = 1000;

    /** A client needs a descriptor of this process, too. */
    private static final int MOST_CLIENTS = (int) Math.min(
            Integer.MAX_VALUE,
            ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class).getMaxFileDescriptorCount() / 2);

    /** What a crowd of clients does. */
    enum Crowd {
        TRICKLED_BODIES(2000, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n", "x"),
        STALLED_BODIES(3000, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n", ""),
        UNREAD_REPLIES(600, "GET /bytes?n=2000 HTTP/1.1\r\nHost: a\r\n\r\n".repeat(300), ""),
        UNFINISHED_HEADS(5000, "GET /plaintext HTTP/1.1\r\nHost: a\r\nX-Long: " + "x".repeat(3000), "");

        private final int clients;
        private final String first;
        private final String more;

        Crowd(int clients, String first, String more) {
            this.clients = Math.min(clients, MOST_CLIENTS);
            this.first = first;
            this.more = more;
        }
    }

    static Stream<Arguments> crowds() {
        // Every crowd meets every architecture only in the long form; in the short form each meets the ones that it
        // hurt most.
        List<String> architectures =
                Architecture.all().stream().map(Architecture::label).toList();
        List<String> few = List.of("single-acceptor", "message-balanced");
        return Stream.of(Crowd.values())
                .flatMap(crowd -> (SoakScale.isLarge() ? architectures : few)
                        .stream()
                                .flatMap(architecture -> (SoakScale.isLarge() ? Stream.of(32, 64, 128) : Stream.of(64))
                                        .map(heap -> Arguments.of(crowd, architecture, heap))));
    }

    @ParameterizedTest
    @MethodSource("crowds")
    void goodClientsAreServedOrRejectedAndAllIsAsBeforeAfterwards(Crowd crowd, String architecture, int megabytes)
            throws Exception {
        try (DemoServer server = DemoServer.start(List.of("-Xmx" + megabytes + "m"), architecture)) {
            assertThat(server.get("plaintext").status()).isEqualTo(200);
            Outcomes outcomes = amid(crowd, server);
            SoakScale.report("%s, %s, %d MiB: %s", crowd, architecture, megabytes, outcomes);
            assertThat(outcomes.failed.sum()).isZero();
            Eventually.await("it answers again", () -> isServed(server));
            server.awaitConnections(open -> open == 1);
            assertThat(server.figure("bufferedBytes")).isLessThan(1000);
            assertThat(server.endsWithExitCode()).isZero();
        }
    }

    private static boolean isServed(DemoServer server) {
        try {
            return server.get("plaintext").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** What good clients met. */
    private static final class Outcomes {
        private final LongAdder served = new LongAdder();
        private final LongAdder rejected = new LongAdder();
        private final LongAdder failed = new LongAdder();

        @Override
        public String toString() {
            return served + " served, " + rejected + " rejected, " + failed + " failed";
        }
    }

    private static Outcomes amid(Crowd crowd, DemoServer server) throws Exception {
        Outcomes outcomes = new Outcomes();
        CountDownLatch over = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(threads.submit(() -> attackUntil(over, crowd, server)));
            }
            for (int i = 0; i < GOOD_CLIENTS; i++) {
                all.add(threads.submit(() -> askUntil(over, server, outcomes)));
            }
            over.await(SECONDS, TimeUnit.SECONDS);
            over.countDown();
            for (Future<?> each : all) {
                each.get();
            }
        }
        return outcomes;
    }

    private static void askUntil(CountDownLatch over, DemoServer server, Outcomes outcomes) {
        while (over.getCount() > 0) {
            try (TestClient client = TestClient.connect(server.address())) {
                int status = client.get("plaintext").status();
                (status == 200 ? outcomes.served : status == 503 ? outcomes.rejected : outcomes.failed).increment();
            } catch (IOException e) {
                SoakScale.report("a good client failed: %s", e);
                outcomes.failed.increment();
            }
        }
    }

    /** Keeps a part of the crowd attached: a client whose connection was ended comes again. */
    private static @Nullable Void attackUntil(CountDownLatch over, Crowd crowd, DemoServer server)
            throws InterruptedException, IOException {
        @Nullable Socket[] sockets = new @Nullable Socket[crowd.clients / THREADS];
        try {
            do {
                for (int i = 0; i < sockets.length && over.getCount() > 0; i++) {
                    sockets[i] = attack(sockets[i], i, crowd, server);
                }
            } while (!over.await(STEP_MILLIS, TimeUnit.MILLISECONDS));
        } finally {
            for (Socket socket : sockets) {
                if (socket != null) {
                    socket.close();
                }
            }
        }
        return null;
    }

    /** Connects, or goes on. Returns the connection; null if it has ended. */
    private static @Nullable Socket attack(@Nullable Socket before, int n, Crowd crowd, DemoServer server)
            throws IOException {
        Socket socket = before;
        try {
            if (socket == null) {
                socket = SourceAddresses.connect(server.address(), n);
                socket.setSendBufferSize(8192);
                socket.getOutputStream().write(bytes(crowd.first));
            } else if (!crowd.more.isEmpty()) {
                socket.getOutputStream().write(bytes(crowd.more));
            } else if (crowd != Crowd.UNREAD_REPLIES && socket.getInputStream().available() > 0) {
                socket.close(); // An error reply: the connection was ended.
                return null;
            }
            return socket;
        } catch (IOException e) {
            if (socket != null) {
                socket.close();
            }
            return null;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
