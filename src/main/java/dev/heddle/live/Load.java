package dev.heddle.live;

import dev.heddle.concurrent.Quota;
import dev.heddle.lab.BlockingHttpClient;
import dev.heddle.live.LoadKind.Clients;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The load that a visitor has applied: clients in this process, on platform threads, so that the server's carriers do not run them. They
 * use the same cores, though. It ends after a minute, or when another is applied. Any thread may call any method.
 */
final class Load {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final Duration ANSWERED = Duration.ofSeconds(10);

    /** Threads of all clients together, those of a load that is about to end included. */
    private static final int MAX_CLIENTS = 256;

    private static final long PAUSE_AFTER_FAILURE_MILLIS = 50;
    private static final String LARGE = ("X-Padding: " + "0123456789abcdef".repeat(9) + "\r\n").repeat(98);

    /** One load, from its beginning to its end. */
    private record Running(LoadKind kind, long endsAt, CountDownLatch ended, LongAdder responses, LongAdder failures) {
        boolean isOver() {
            return ended.getCount() == 0 || System.nanoTime() - endsAt >= 0;
        }

        /** Whether the load ends within a time, waiting for that or for the time. */
        boolean isOverAfter(long millis) throws InterruptedException {
            return (millis > 0 && ended.await(millis, TimeUnit.MILLISECONDS)) || isOver();
        }
    }

    /**
     * What it does now.
     *
     * @param kind the kind; empty if there is none
     * @param secondsLeft until it ends by itself
     * @param responses responses so far
     * @param failures connections that failed so far
     */
    record Progress(String kind, long secondsLeft, long responses, long failures) {
        static final Progress NONE = new Progress("", 0, 0, 0);
    }

    private final Supplier<InetSocketAddress> address;
    private final Quota threads = new Quota(MAX_CLIENTS);
    private final AtomicReference<@Nullable Running> running = new AtomicReference<>();

    /** @param address where the server listens now */
    Load(Supplier<InetSocketAddress> address) {
        this.address = address;
    }

    /**
     * Applies a load, in place of the one before it.
     *
     * @param carriers how many carriers the server has
     * @return false if the threads of earlier loads have not ended yet: then nothing is applied
     */
    boolean apply(LoadKind kind, int carriers) {
        stop();
        List<Clients> clients = kind.clients(carriers);
        Running next = new Running(
                kind, System.nanoTime() + LONGEST_NANOS, new CountDownLatch(1), new LongAdder(), new LongAdder());
        if (!threads.tryAcquire(clients.stream().mapToInt(Clients::count).sum())) {
            return false;
        }
        Running other = running.getAndSet(next);
        if (other != null) {
            other.ended().countDown();
        }
        for (Clients same : clients) {
            for (int i = 0; i < same.count(); i++) {
                Thread.ofPlatform().daemon().name("heddle-live-load").start(() -> run(same, next));
            }
        }
        return true;
    }

    /** Ends the load, if there is one. */
    void stop() {
        Running last = running.getAndSet(null);
        if (last != null) {
            last.ended().countDown();
        }
    }

    Progress progress() {
        Running now = running.get();
        return now == null || now.isOver()
                ? Progress.NONE
                : new Progress(
                        now.kind().name(),
                        TimeUnit.NANOSECONDS.toSeconds(now.endsAt() - System.nanoTime()) + 1,
                        now.responses().sum(),
                        now.failures().sum());
    }

    private void run(Clients clients, Running load) {
        try {
            byte[] requests = requests(clients);
            while (!load.isOver()) {
                try {
                    converse(clients, requests, load);
                } catch (IOException e) {
                    load.failures().increment(); // The server was replaced, or rejects connections.
                    load.isOverAfter(PAUSE_AFTER_FAILURE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.release(1);
        }
    }

    /** One connection, from its first request to its end. */
    private void converse(Clients clients, byte[] requests, Running load) throws IOException, InterruptedException {
        try (BlockingHttpClient client = new BlockingHttpClient(address.get(), ANSWERED)) {
            boolean kept = true;
            while (kept && !load.isOver()) {
                client.send(requests);
                for (int i = 0; i < clients.pipelined() && kept; i++) {
                    kept = client.receive(false);
                    load.responses().increment();
                }
                kept &= !clients.newConnections() && !load.isOverAfter(clients.pauseMillis());
            }
        }
    }

    private static byte[] requests(Clients clients) {
        byte[] one = BlockingHttpClient.request("GET", clients.path(), clients.largeHeads() ? LARGE : "");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < clients.pipelined(); i++) {
            all.writeBytes(one);
        }
        return all.toByteArray();
    }
}
