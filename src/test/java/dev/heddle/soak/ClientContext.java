package dev.heddle.soak;

import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a client decides by. Each client has its own.
 *
 * @param random chooses sizes, counts and moments
 * @param over opens when all clients are to stop
 */
record ClientContext(SplittableRandom random, CountDownLatch over) {
    /** A random number below the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A random number between these, both included. */
    int within(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** Random bytes, at least and at most this many. */
    byte[] bytes(int least, int most) {
        byte[] bytes = new byte[within(least, most)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Whether the client is to stop. */
    boolean isOver() {
        return over.getCount() == 0;
    }

    /** Waits so long, or until the client is to stop: then returns true at once. */
    boolean isOverWithin(int millis) throws InterruptedException {
        return over.await(millis, TimeUnit.MILLISECONDS);
    }
}
