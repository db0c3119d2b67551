package dev.heddle.admin;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A few file descriptors, kept for connections to the admin port: so that it can be reached when the server that it is about, or the
 * program, has used up all the others. They are those of pipes that nothing goes through, two each.
 *
 * <p><b>States.</b> A queue of at most {@value #COUNT} pipes. {@link #release} closes one; a thread of its own opens others, and
 * tries again every {@value #RETRY_MILLIS} ms while there is no descriptor for one: more often than acceptors try again that have run out
 * of them (up to a second), so that what a connection to the admin port gives back is for the next one. After {@link #close} there are
 * none.
 *
 * <p><b>Threads.</b> The admin server's acceptor releases, the thread refills, any thread closes.
 *
 * <p><b>Ordering.</b> That of the queue.
 */
final class SpareDescriptors implements AutoCloseable {
    /** Enough for a scraper, the probes of a load balancer and an operator at the same time: two for each, as another may take one. */
    static final int COUNT = 4;

    private static final long RETRY_MILLIS = 20;

    private final BlockingQueue<Closeable> spares = new ArrayBlockingQueue<>(COUNT);
    private final Opener opener;
    private final Thread refilling;

    /** Opens something that has descriptors. */
    @FunctionalInterface
    interface Opener {
        Closeable open() throws IOException;
    }

    /** Takes them, as far as there are any. */
    SpareDescriptors() {
        this(SpareDescriptors::openPipe);
    }

    SpareDescriptors(Opener opener) {
        this.opener = opener;
        this.refilling = Thread.ofPlatform().daemon().name("heddle-admin-descriptors").start(this::refill);
    }

    private static Closeable openPipe() throws IOException {
        Pipe pipe = Pipe.open();
        return () -> {
            try (Pipe.SinkChannel in = pipe.sink();
                    Pipe.SourceChannel out = pipe.source()) {
                // Both are closed, even if one fails.
            }
        };
    }

    /** Gives one up, for a connection that there was no descriptor for. Any thread may call it; it does not wait. */
    void release() {
        Closeable spare = spares.poll();
        if (spare != null) {
            closeQuietly(spare);
        }
    }

    /** How many there are. */
    int available() {
        return spares.size();
    }

    private void refill() {
        try {
            while (true) {
                try {
                    keep(opener.open());
                } catch (IOException e) {
                    Thread.sleep(RETRY_MILLIS); // There is none.
                }
            }
        } catch (InterruptedException e) {
            release(COUNT); // It was closed.
        }
    }

    private void keep(Closeable spare) throws InterruptedException {
        try {
            spares.put(spare);
        } catch (InterruptedException e) {
            closeQuietly(spare);
            throw e;
        }
    }

    private void release(int count) {
        for (int i = 0; i < count; i++) {
            release();
        }
    }

    private static void closeQuietly(Closeable spare) {
        try {
            spare.close();
        } catch (IOException e) {
            // Nothing went through it.
        }
    }

    @Override
    public void close() {
        refilling.interrupt();
    }
}
