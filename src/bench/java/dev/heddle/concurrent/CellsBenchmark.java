package dev.heddle.concurrent;

import dev.heddle.concurrent.Admission.Permit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What a passage through each cell costs: alone, and with two threads at the same cell; beside the JDK's nearest kin. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class CellsBenchmark {
    private static final int CAPACITY = 16;
    private static final int MEMBERS = 1000;

    private final Baton turn = new Baton();
    private final AcceptGate gate = new AcceptGate();
    private final Admission admission = new Admission(MEMBERS);
    private final ResponseOrder order = new ResponseOrder(CAPACITY);
    private final ClosableSet<Object> registry = members();
    private final LongAdder counter = new LongAdder();
    private final ReentrantLock fairLock = new ReentrantLock(true);
    private final AtomicLong atomic = new AtomicLong();
    private long locked;

    private static ClosableSet<Object> members() {
        ClosableSet<Object> members = new ClosableSet<>();
        for (int i = 0; i < MEMBERS; i++) {
            members.add(new Object());
        }
        return members;
    }

    private static void write() {}

    /** A turn is taken and handed back. */
    @Benchmark
    public void turn() {
        turn.acquire();
        turn.release();
    }

    /** The same with two threads, most of whose passages are waited for. */
    @Benchmark
    @Threads(2)
    public void turnOfTwo() {
        turn.acquire();
        turn.release();
    }

    /** The JDK's fair lock in the place of the turn. */
    @Benchmark
    public long fairLock() {
        fairLock.lock();
        try {
            return ++locked;
        } finally {
            fairLock.unlock();
        }
    }

    /** The JDK's fair lock with two threads. */
    @Benchmark
    @Threads(2)
    public long fairLockOfTwo() {
        fairLock.lock();
        try {
            return ++locked;
        } finally {
            fairLock.unlock();
        }
    }

    /** Through the gate before {@code accept}. */
    @Benchmark
    public void acceptGate() {
        gate.acquire();
        gate.release();
    }

    /** Let in, and out again. */
    @Benchmark
    public boolean admission() {
        Permit permit = admission.tryAcquire();
        return permit != null && permit.release();
    }

    /** The same with two threads. */
    @Benchmark
    @Threads(2)
    public boolean admissionOfTwo() {
        Permit permit = admission.tryAcquire();
        return permit != null && permit.release();
    }

    /** A ticket is issued and written in its turn. */
    @Benchmark
    public void responseOrder() {
        order.inTurn(order.issue(), CellsBenchmark::write);
    }

    /** A connection comes and leaves among a thousand. */
    @Benchmark
    public boolean connectionRegistry() {
        Object connection = new Object();
        return registry.add(connection) && registry.remove(connection);
    }

    /** Counted by two threads. */
    @Benchmark
    @Threads(2)
    public void counterOfTwo() {
        counter.increment();
    }

    /** One cell for both in the place of the counter. */
    @Benchmark
    @Threads(2)
    public long atomicOfTwo() {
        return atomic.incrementAndGet();
    }
}
