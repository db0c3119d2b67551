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

/**
 * Cost of one use of each cell, by one thread and by two at the same cell; the nearest class of the JDK for
 * comparison.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class CellsBenchmark {
    private static final int CAPACITY = 16;
    private static final int MEMBERS = 1000;

    private final Baton baton = new Baton();
    private final AcceptGate gate = new AcceptGate();
    private final Admission admission = new Admission(MEMBERS);
    private final ResponseOrder order = new ResponseOrder(CAPACITY);
    private final ClosableSet<Object> set = members();
    private final LongAdder adder = new LongAdder();
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

    /** The baton, acquired and released. */
    @Benchmark
    public void baton() {
        baton.acquire();
        baton.release();
    }

    /** The same with two threads, which have to wait most of the time. */
    @Benchmark
    @Threads(2)
    public void batonOfTwo() {
        baton.acquire();
        baton.release();
    }

    /** The JDK's fair lock instead of the baton. */
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

    /** The gate in front of {@code accept}, acquired and released. */
    @Benchmark
    public void acceptGate() {
        gate.acquire();
        gate.release();
    }

    /** A permit, acquired and released. */
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

    /** A ticket, issued and written in its turn. */
    @Benchmark
    public void responseOrder() {
        order.inTurn(order.issue(), CellsBenchmark::write);
    }

    /** A connection added to a thousand others and removed. */
    @Benchmark
    public boolean closableSet() {
        Object connection = new Object();
        return set.add(connection) && set.remove(connection);
    }

    /** A {@code LongAdder}, incremented by two threads. */
    @Benchmark
    @Threads(2)
    public void adderOfTwo() {
        adder.increment();
    }

    /** An {@code AtomicLong}, incremented by two threads. */
    @Benchmark
    @Threads(2)
    public long atomicOfTwo() {
        return atomic.incrementAndGet();
    }
}
