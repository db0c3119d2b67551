package dev.heddle.live;

import dev.heddle.lab.BlockingHttpClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures what a client waits: asks for a trivial response at fixed times, on a thread of its own. Each wait counts from the time at
 * which the probe meant to ask, so that one that is delayed by the one before it counts in full.
 */
final class Probe implements Runnable {
    private static final byte[] REQUEST = BlockingHttpClient.request("HEAD", "/plaintext", "");

    private static final Duration ANSWERED = Duration.ofSeconds(10);

    /** After a failure: there may be no server for a moment. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Supplier<InetSocketAddress> address;
    private final boolean newConnections;
    private final long periodNanos;
    private final LatencyMeter meter;
    private final CountDownLatch ended;
    private @Nullable BlockingHttpClient client;

    /**
     * @param address where the server listens now
     * @param newConnections whether each request has a new connection, whose establishment counts
     * @param meter receives the waits
     * @param ended ends the probe
     */
    Probe(
            Supplier<InetSocketAddress> address,
            boolean newConnections,
            long periodMillis,
            LatencyMeter meter,
            CountDownLatch ended) {
        this.address = address;
        this.newConnections = newConnections;
        this.periodNanos = TimeUnit.MILLISECONDS.toNanos(periodMillis);
        this.meter = meter;
        this.ended = ended;
    }

    @Override
    public void run() {
        long next = System.nanoTime() + periodNanos;
        while (!isEndedWithin(next - System.nanoTime())) {
            try {
                meter.begin(next);
                ask();
                meter.end(next);
                next += periodNanos;
            } catch (IOException e) {
                meter.giveUp(); // The server was replaced, or rejects connections: its other figures tell.
                disconnect();
                next = System.nanoTime() + PAUSE_NANOS;
            }
        }
        disconnect();
    }

    private boolean isEndedWithin(long nanos) {
        try {
            return ended.await(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void ask() throws IOException {
        BlockingHttpClient connected = client;
        if (connected == null) {
            connected = new BlockingHttpClient(address.get(), ANSWERED);
            client = connected;
        }
        connected.send(REQUEST);
        if (!connected.receive(true) || newConnections) {
            disconnect();
        }
    }

    private void disconnect() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
