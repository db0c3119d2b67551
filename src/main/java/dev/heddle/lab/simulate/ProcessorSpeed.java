package dev.heddle.lab.simulate;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How fast this program's processors compute now: those of a virtual machine may be half as fast as a minute before, as its host has other guests.
 * What was measured at such a time cannot be compared with what was measured at another. Stateless.
 */
final class ProcessorSpeed {
    /** The fastest trial was not interrupted by other threads. Each takes some milliseconds. */
    private static final int TRIALS = 8;

    private static final int STEPS = 500_000;

    private ProcessorSpeed() {}

    /**
     * Computes on all of them at once for some 20 ms: where two are one core's threads, the other has a part in it.
     *
     * @param processors how many there are
     * @return steps in a microsecond, their mean
     */
    static double now(int processors) throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(processors)) {
            Callable<Double> one = ProcessorSpeed::ofOne;
            double sum = 0;
            for (Future<Double> each : threads.invokeAll(Collections.nCopies(processors, one))) {
                sum += each.get();
            }
            return sum / processors;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static double ofOne() {
        double fastest = 0;
        long[] state = {1, 2, 3, 4};
        for (int i = 0; i < TRIALS; i++) {
            long begun = System.nanoTime();
            step(state);
            fastest = Math.max(fastest, STEPS * 1e3 / (System.nanoTime() - begun));
        }
        if (List.of(state[0], state[1], state[2], state[3]).contains(0L)) {
            throw new AssertionError("a generator of this kind never gets to 0"); // So that the computation has a use.
        }
        return fastest;
    }

    /** George Marsaglia's xorshift generator, four of them side by side: they keep most of a core busy, so that one that is shared shows. */
    private static void step(long[] state) {
        long first = state[0];
        long second = state[1];
        long third = state[2];
        long fourth = state[3];
        for (int i = 0; i < STEPS; i++) {
            first ^= first << 13;
            second ^= second << 13;
            third ^= third << 13;
            fourth ^= fourth << 13;
            first ^= first >>> 7;
            second ^= second >>> 7;
            third ^= third >>> 7;
            fourth ^= fourth >>> 7;
            first ^= first << 17;
            second ^= second << 17;
            third ^= third << 17;
            fourth ^= fourth << 17;
        }
        state[0] = first;
        state[1] = second;
        state[2] = third;
        state[3] = fourth;
    }
}
