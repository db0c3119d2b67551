package dev.heddle.concurrent;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.MpmcArrayQueue;
import org.jctools.queues.MpscLinkedQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of handing a message to the thread that runs it, by a {@link BoundedExecutor} and by queues of the JDK and of
 * JCTools.
 *
 * <p>A {@code BoundedExecutor} is more than a queue: it starts a worker when there is work and ends it when there is
 * none. So it is compared twice. {@link #queued}: the calling thread enqueues a message and dequeues it, which is the
 * cost of the bookkeeping. {@link #handedOver}: 64 messages go to another thread, until all of them have run. Bare
 * queues have a consumer that never sleeps, which no server can afford, and so give the lower bound; executors of the
 * JDK do what a {@code BoundedExecutor} does.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class HandOffBenchmark {
    private static final int MESSAGES = 64;
    private static final int CAPACITY = 1024;

    private static Queue<Runnable> queue(String kind) {
        return switch (kind) {
            case "ConcurrentLinkedQueue" -> new ConcurrentLinkedQueue<>();
            case "LinkedBlockingQueue" -> new LinkedBlockingQueue<>();
            case "LinkedTransferQueue" -> new LinkedTransferQueue<>();
            case "ArrayBlockingQueue" -> new ArrayBlockingQueue<>(CAPACITY);
            case "MpmcArrayQueue" -> new MpmcArrayQueue<>(CAPACITY);
            case "MpscLinkedQueue" -> new MpscLinkedQueue<>();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** Enqueues and runs a message on the calling thread. */
    @State(Scope.Thread)
    public static class Alone {
        /** Kind of the queue. */
        @Param({
            "BoundedExecutor",
            "ConcurrentLinkedQueue",
            "LinkedBlockingQueue",
            "LinkedTransferQueue",
            "ArrayBlockingQueue",
            "MpmcArrayQueue",
            "MpscLinkedQueue"
        })
        public String kind = "";

        private long ran;
        private Executor executor = Runnable::run;

        /** Creates the queue. */
        @Setup
        public void make() {
            executor = kind.equals("BoundedExecutor")
                    ? new BoundedExecutor("alone", 1, Runnable::run)::submit
                    : enqueueAndRun(queue(kind));
        }

        private static Executor enqueueAndRun(Queue<Runnable> queue) {
            return message -> {
                queue.offer(message);
                Runnable next = queue.poll();
                if (next != null) {
                    next.run();
                }
            };
        }
    }

    /** Hands messages to another thread. */
    @State(Scope.Thread)
    public static class Across {
        /** Kind of the executor. */
        @Param({
            "BoundedExecutor of 1",
            "single-thread executor",
            "virtual thread each",
            "spinning ConcurrentLinkedQueue",
            "spinning MpmcArrayQueue",
            "spinning MpscLinkedQueue"
        })
        public String kind = "";

        private final AtomicLong ran = new AtomicLong();
        private final Runnable message = ran::incrementAndGet;
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final ExecutorService oneThread = Executors.newSingleThreadExecutor();
        private Executor executor = Runnable::run;
        private volatile boolean stopped;
        private long sent;

        /** Creates the executor. */
        @Setup
        public void make() {
            executor = switch (kind) {
                case "BoundedExecutor of 1" -> new BoundedExecutor("across", 1, threads)::submit;
                case "single-thread executor" -> oneThread;
                case "virtual thread each" -> threads;
                default -> spinning(queue(kind.substring("spinning ".length())));
            };
        }

        private Executor spinning(Queue<Runnable> queue) {
            oneThread.execute(() -> {
                while (!stopped) {
                    Runnable next = queue.poll();
                    if (next == null) {
                        Thread.onSpinWait();
                    } else {
                        next.run();
                    }
                }
            });
            return queue::offer;
        }

        /** Ends the threads. */
        @TearDown
        public void end() {
            stopped = true;
            oneThread.close();
            threads.close();
        }
    }

    /** One message, enqueued and run. */
    @Benchmark
    public long queued(Alone alone) {
        alone.executor.execute(() -> alone.ran++);
        return alone.ran;
    }

    /** One of 64 messages that another thread runs. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long handedOver(Across across) {
        for (int i = 0; i < MESSAGES; i++) {
            across.executor.execute(across.message);
        }
        across.sent += MESSAGES;
        while (across.ran.get() < across.sent) {
            Thread.onSpinWait();
        }
        return across.sent;
    }
}
