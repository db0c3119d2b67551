package dev.heddle.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.support.Eventually;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** There are spare descriptors whenever there is a way to have them. */
@Timeout(60)
class SpareDescriptorsTest {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    private Closeable opened() throws IOException {
        attempts.incrementAndGet();
        if (left.getAndUpdate(count -> Math.max(0, count - 1)) == 0) {
            throw new IOException("too many open files");
        }
        open.incrementAndGet();
        return open::decrementAndGet;
    }

    private static void awaitFull(SpareDescriptors spares) {
        Eventually.await("all are there", () -> spares.available() == SpareDescriptors.COUNT);
    }

    @Test
    void allAreThereFromTheStart() {
        try (SpareDescriptors spares = new SpareDescriptors(this::opened, Duration.ZERO)) {
            assertThat(spares.available()).isEqualTo(SpareDescriptors.COUNT);
        }
    }

    @Test
    void thoseThatThereIsNoDescriptorForAtTheStartFollow() {
        left.set(3);
        try (SpareDescriptors spares = new SpareDescriptors(this::opened, Duration.ZERO)) {
            assertThat(spares.available()).isEqualTo(3);
            left.set(Integer.MAX_VALUE);
            awaitFull(spares);
        }
    }

    @Test
    void releasedOneIsReplacedAsSoonAsThereIsAnotherDescriptor() {
        try (SpareDescriptors spares = new SpareDescriptors(this::opened, Duration.ZERO)) {
            awaitFull(spares);
            left.set(0);
            Eventually.await("all are released", () -> {
                spares.release(); // When there is none, too.
                return open.get() == 0;
            });
            left.set(Integer.MAX_VALUE);
            awaitFull(spares);
        }
        Eventually.await("none is left open", () -> open.get() == 0);
    }

    /** One place has been vacant for long, as there is no descriptor: the thread looks for one all the time. */
    @Test
    void whatIsReleasedIsNotTakenForAnotherPlaceBeforeTheAcceptorHasTriedAgain() {
        try (SpareDescriptors spares = new SpareDescriptors(this::opened, Duration.ofMillis(300))) {
            awaitFull(spares);
            left.set(0);
            spares.release();
            int before = attempts.get();
            Eventually.await("the thread looks for one", () -> attempts.get() > before + 1);
            long released = System.nanoTime();
            spares.release();
            left.set(1);
            Eventually.await("it is taken in the end", () -> left.get() == 0);
            assertThat(System.nanoTime() - released).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
        }
    }

    /** Or else it would take what is released before the acceptor of the admin port has tried again. */
    @Test
    void acceptorOfTheOtherServerWaitsUntilAllAreThere() {
        try (SpareDescriptors spares = new SpareDescriptors(this::opened, Duration.ZERO)) {
            awaitFull(spares);
            left.set(0);
            Eventually.await("all are released", () -> {
                spares.release();
                return open.get() == 0;
            });
            left.set(Integer.MAX_VALUE);
            spares.awaitAll(TimeUnit.MINUTES.toNanos(1));
            assertThat(spares.available()).isEqualTo(SpareDescriptors.COUNT);
        }
    }

    @Test
    void socketsAreOpenedAndClosed() {
        SpareDescriptors spares = new SpareDescriptors();
        awaitFull(spares);
        spares.release();
        awaitFull(spares);
        spares.close();
        Eventually.await("they are closed", () -> spares.available() == 0);
    }
}
