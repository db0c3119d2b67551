package dev.heddle.soak;

import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a visitor goes by. Each has its own.
 *
 * @param random chooses how large, how many and when
 * @param over opens when everybody is to go, in common for all
 */
record Occasion(SplittableRandom random, CountDownLatch over) {
    /** A number below that one. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A number of these, both included. */
    int within(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** So many bytes, at least one and at most that many, any. */
    byte[] bytes(int least, int most) {
        byte[] bytes = new byte[within(least, most)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Whether it is time to go. */
    boolean isOver() {
        return over.getCount() == 0;
    }

    /** Lets some time pass. Returns at once, and true, when it is time to go. */
    boolean isOverWithin(int millis) throws InterruptedException {
        return over.await(millis, TimeUnit.MILLISECONDS);
    }
}
