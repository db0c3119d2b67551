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
 * Messages handed to whoever runs them, by a {@link BoundedExecutor} and by queues of the JDK and of JCTools.
 *
 * <p>A lane is more than a queue: it starts a worker when there is work and lets it go when there is none. So it is compared
 * twice. {@link #queued}: nobody but the calling thread is there, which puts a message in and takes it out: what the
 * bookkeeping costs. {@link #handedOver}: 64 messages to another thread, until all of them have run; the bare queues have a
 * consumer that never sleeps, which no server can afford, and show how fast it could be; executors of the JDK do what a lane
 * does.
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

    /** Takes a message and runs what there is, all on the calling thread. */
    @State(Scope.Thread)
    public static class Alone {
        /** By whom the message is kept meanwhile. */
        @Param({
            "Lane",
            "ConcurrentLinkedQueue",
            "LinkedBlockingQueue",
            "LinkedTransferQueue",
            "ArrayBlockingQueue",
            "MpmcArrayQueue",
            "MpscLinkedQueue"
        })
        public String keeper = "";

        private long ran;
        private Executor through = Runnable::run;

        /** Makes the keeper. */
        @Setup
        public void make() {
            through = keeper.equals("Lane")
                    ? new BoundedExecutor("alone", 1, Runnable::run)::submit
                    : throughQueue(queue(keeper));
        }

        private static Executor throughQueue(Queue<Runnable> queue) {
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
        /** Who runs the messages. */
        @Param({
            "Lane of 1",
            "single-thread executor",
            "virtual thread each",
            "spinning ConcurrentLinkedQueue",
            "spinning MpmcArrayQueue",
            "spinning MpscLinkedQueue"
        })
        public String worker = "";

        private final AtomicLong ran = new AtomicLong();
        private final Runnable message = ran::incrementAndGet;
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final ExecutorService oneThread = Executors.newSingleThreadExecutor();
        private Executor workers = Runnable::run;
        private volatile boolean stopped;
        private long sent;

        /** Makes the worker. */
        @Setup
        public void make() {
            workers = switch (worker) {
                case "Lane of 1" -> new BoundedExecutor("across", 1, threads)::submit;
                case "single-thread executor" -> oneThread;
                case "virtual thread each" -> threads;
                default -> spinning(queue(worker.substring("spinning ".length())));
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

    /** One message in and out again. */
    @Benchmark
    public long queued(Alone alone) {
        alone.through.execute(() -> alone.ran++);
        return alone.ran;
    }

    /** The cost of one of 64 messages that another thread runs. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long handedOver(Across across) {
        for (int i = 0; i < MESSAGES; i++) {
            across.workers.execute(across.message);
        }
        across.sent += MESSAGES;
        while (across.ran.get() < across.sent) {
            Thread.onSpinWait();
        }
        return across.sent;
    }
}
