package dev.heddle.lab.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Makes load on a server. */
public final class Load {
    /** Told about once a second how it goes, on the thread that called {@link #run}. */
    @FunctionalInterface
    public interface Progress {
        /** Nobody wants to know. */
        Progress NONE = (seconds, rate, p99Nanos) -> {};

        /**
         * A second is over.
         *
         * @param seconds since the first request
         * @param rate responses per second since the last call
         * @param p99Nanos the 99th percentile of their latencies
         */
        void report(long seconds, double rate, long p99Nanos);
    }

    private Load() {}

    /** Opens one of the loops that share a load. */
    @FunctionalInterface
    interface Opening {
        LoadLoop open(int loop, CountDownLatch connected, CountDownLatch start) throws IOException;
    }

    /**
     * Makes the load and waits for its end.
     *
     * @throws IOException if the server cannot be reached
     * @throws InterruptedException if the caller is interrupted; the load ends
     */
    public static LoadResult run(LoadSpec spec, Progress progress) throws IOException, InterruptedException {
        return run(spec, progress, (loop, connected, start) -> new LoadLoop(spec, loop, connected, start));
    }

    /** The same with loops that are opened in another way. No thread is left behind, whatever fails. */
    static LoadResult run(LoadSpec spec, Progress progress, Opening opening) throws IOException, InterruptedException {
        CountDownLatch connected = new CountDownLatch(spec.threads());
        CountDownLatch start = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        List<LoadLoop> loops = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        SlowClients slow = new SlowClients();
        try {
            for (int i = 0; i < spec.threads(); i++) {
                loops.add(opening.open(i, connected, start));
            }
            for (LoadLoop loop : loops) {
                threads.add(Thread.ofPlatform()
                        .daemon()
                        .name("heddle-load-" + threads.size())
                        .uncaughtExceptionHandler((thread, thrown) -> failure.compareAndSet(null, thrown))
                        .start(loop));
            }
            slow.start(spec);
            connected.await();
            Duration before = ProcessorTime.ofThisProcess();
            long begun = System.nanoTime();
            start.countDown();
            reportUntilEnd(threads, loops, progress);
            double seconds = (System.nanoTime() - begun) / 1e9;
            Duration used = ProcessorTime.ofThisProcess().minus(before);
            rethrow(failure.get());
            return LoadResult.of(spec, loops.stream().map(LoadLoop::tally).toList(), used.toNanos() / 1e9 / seconds);
        } finally {
            slow.stop();
            threads.forEach(Thread::interrupt);
            loops.stream().skip(threads.size()).forEach(LoadLoop::discard);
        }
    }

    private static void rethrow(@Nullable Throwable failure) throws IOException {
        if (failure instanceof UncheckedIOException && failure.getCause() instanceof IOException cause) {
            throw cause;
        }
        if (failure != null) {
            throw new IllegalStateException("the load generator failed: " + failure, failure);
        }
    }

    private static void reportUntilEnd(List<Thread> threads, List<LoadLoop> loops, Progress progress)
            throws InterruptedException {
        long begun = System.nanoTime();
        long last = begun;
        for (Thread thread : threads) {
            while (!thread.join(
                    Duration.ofNanos(Math.max(1, last + TimeUnit.SECONDS.toNanos(1) - System.nanoTime())))) {
                long now = System.nanoTime();
                Histogram interval = new Histogram(2);
                loops.forEach(loop -> interval.add(loop.tally().live().getIntervalHistogram()));
                progress.report(
                        TimeUnit.NANOSECONDS.toSeconds(now - begun),
                        interval.getTotalCount() * 1e9 / (now - last),
                        interval.getValueAtPercentile(99));
                last = now;
            }
        }
    }
}
