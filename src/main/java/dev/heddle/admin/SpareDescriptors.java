package dev.heddle.admin;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A few file descriptors, kept for connections to the admin port: so that it can be reached when the server that it is about, or the
 * program, has used up all the others. They are those of sockets that are not connected.
 *
 * <p><b>States.</b> {@value #COUNT} places, each of them with a socket, or vacant. {@link #release} closes a socket; when the acceptor has had the
 * time to use its descriptor, a thread of its own begins to look for another one. It tries every {@value #RETRY_MILLIS}
 * ms: so what a connection to the admin port gives back is for the next one. After {@link #close} there are no sockets.
 *
 * <p><b>Threads.</b> The first sockets are opened by the thread that makes this, all others by the thread; the admin server's acceptor
 * releases, any thread closes. The acceptors of the other server, when they
 * have run out of descriptors, wait until there is a socket in each place: otherwise they would take what is released, as they have
 * connections to accept at any time.
 *
 * <p><b>Ordering.</b> That of the queue and the semaphore. A descriptor is reserved before it is released: the thread and the acceptors of the
 * other server try not to take it before the time; one that just tried may, and then the admin server's acceptor fails again and releases the next.
 */
final class SpareDescriptors implements AutoCloseable {
    /** Enough for a scraper, the probes of a load balancer and an operator at the same time. */
    static final int COUNT = 8;

    private static final long RETRY_MILLIS = 20;

    /** How long the acceptor may take from the release to its next attempt, on a busy machine, before others take the descriptor. */
    private static final Duration RESERVATION = Duration.ofMillis(50);

    private final BlockingQueue<Closeable> spares = new ArrayBlockingQueue<>(COUNT);

    /** As many as there are places without a socket. */
    private final Semaphore vacancies = new Semaphore(0);

    /** Until when the descriptor that was released last is only for a connection to the admin port, by {@link System#nanoTime}. */
    private final AtomicReference<Long> reservedUntil = new AtomicReference<>(System.nanoTime());

    private final Opener opener;
    private final long reservationNanos;
    private final Thread refilling;

    /** Opens something that has a descriptor. */
    @FunctionalInterface
    interface Opener {
        Closeable open() throws IOException;
    }

    /** Takes them, as far as there are any. */
    SpareDescriptors() {
        this(SocketChannel::open, RESERVATION);
    }

    SpareDescriptors(Opener opener, Duration reservation) {
        this.opener = opener;
        this.reservationNanos = reservation.toNanos();
        for (int i = 0; i < COUNT; i++) {
            fill();
        }
        this.refilling =
                Thread.ofPlatform().daemon().name("heddle-admin-descriptors").start(this::refill);
    }

    /** Takes one at once, before the server that the admin port is about could take them all. */
    private void fill() {
        try {
            spares.add(opener.open());
        } catch (IOException | OutOfMemoryError e) {
            vacancies.release(); // The thread looks for it.
        }
    }

    /** Gives one up, for a connection that there was no descriptor for: the acceptor is to try again at once. It does not wait. */
    void release() {
        Closeable spare = spares.poll();
        if (spare != null) {
            reservedUntil.set(
                    System.nanoTime() + reservationNanos); // Before there is a descriptor that others could take.
            closeQuietly(spare);
            vacancies.release();
        }
    }

    /** Waits until all are there, or for a time. */
    void awaitAll(long mostNanos) {
        long began = System.nanoTime();
        try {
            while (available() < COUNT && System.nanoTime() - began < mostNanos && refilling.isAlive()) {
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
            awaitReservation();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many there are. */
    int available() {
        return spares.size();
    }

    private void refill() {
        try {
            while (true) {
                vacancies.acquire();
                spares.add(opened());
            }
        } catch (InterruptedException e) {
            // They are not wanted any more.
            for (Closeable spare = spares.poll(); spare != null; spare = spares.poll()) {
                closeQuietly(spare);
            }
        }
    }

    private Closeable opened() throws InterruptedException {
        while (true) {
            awaitReservation();
            try {
                return opener.open();
            } catch (IOException | OutOfMemoryError e) {
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS); // There is none, or no memory.
            }
        }
    }

    /** Waits until the acceptor of the admin port has had the time to use what was released last. */
    private void awaitReservation() throws InterruptedException {
        for (long nanos = reservedNanos(); nanos > 0; nanos = reservedNanos()) {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    }

    private long reservedNanos() {
        return reservedUntil.get() - System.nanoTime();
    }

    private static void closeQuietly(Closeable spare) {
        try {
            spare.close();
        } catch (IOException e) {
            // Nothing was sent on it.
        }
    }

    @Override
    public void close() {
        refilling.interrupt();
    }
}
