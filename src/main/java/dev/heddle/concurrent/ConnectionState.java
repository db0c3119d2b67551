package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The state of a connection and the deadline of its present wait.
 *
 * <p><b>States.</b>
 *
 * <pre>
 *             enterWaiting(deadline)
 *        ┌─────────────────────────────┐
 *        ▼                             │
 *     WAITING ── enterBusy(deadline) ─► BUSY ──┐
 *        │ │                                   │ close()
 *        │ └─ endWait() ─► WAIT_ENDED ─────────┤
 *        └─── expire(now) ─► EXPIRED ──────────┴─► CLOSED
 * </pre>
 *
 * WAITING: nothing of the next message is here (new, or idle). BUSY: a message is in progress; a deadline runs while bytes of
 * it are awaited. EXPIRED: a deadline has passed, and the wait is being ended. WAIT_ENDED: a drain or an eviction ends the wait; a
 * message that arrives nevertheless is still served. CLOSED: reached once, by the thread that ends the connection (MUTANTS.md 20 and 21).
 *
 * <p><b>Threads.</b> The reader enters states and closes. The watchdog expires waits and reads ages. A worker that has written the last
 * reply postpones the idle deadline. A closing server ends waits and interrupts threads.
 *
 * <p><b>Ordering.</b> State and deadline are one word, changed by CAS only, so that no deadline takes effect in a state that it was not
 * set for (MUTANTS.md 22, 23, 24, 26, 161 and 162). The watchdog reads the word before it asks for concurrent handlers: while there are some,
 * waiting is not idling (MUTANTS.md 25), and if the last of them postpones the deadline in between, the CAS fails. That worker postpones
 * before it gives up its ticket: see {@link ResponseOrder}. The write deadline is written by the writing thread (release) and compared by
 * the watchdog (acquire), which then closes the socket of that write or of a later one: either way the peer has not taken what it was
 * sent.
 *
 * <p>Its other steps are broken by MUTANTS.md 103, 104, 105, 106, 107, 108, 109, 110 and 111.
 */
public final class ConnectionState {
    private static final VarHandle WORD = VarHandles.of(MethodHandles.lookup(), "word", long.class);
    private static final VarHandle WRITE_DEADLINE = VarHandles.of(MethodHandles.lookup(), "writeDeadline", long.class);
    private static final VarHandle IDLE_SINCE = VarHandles.of(MethodHandles.lookup(), "idleSince", long.class);

    /** A deadline that never comes. */
    public static final long NEVER = Long.MAX_VALUE >> 3;

    private static final int WAITING = 0;
    private static final int BUSY = 1;
    private static final int EXPIRED = 2;
    private static final int WAIT_ENDED = 3;
    private static final int CLOSED = 4;
    private static final int STATE_BITS = 3;
    private static final int STATE_MASK = (1 << STATE_BITS) - 1;

    /** The deadline, coarse-clock time in ms, and in the low bits the state. Changed by CAS only. */
    private volatile long word = word(WAITING, NEVER);

    /**
     * The deadline of the write in progress, {@link #NEVER} while there is none, and in the low bit which deadline it is: 1 for
     * the minimum rate's. Written by the thread that writes.
     */
    @SuppressWarnings("unused") // through WRITE_DEADLINE
    private volatile long writeDeadline = NEVER << 1;

    /**
     * Coarse-clock time (ms) at which the latest wait for a message began. Written by the reader and by workers, read by the watchdog,
     * which only compares ages. Opaque, so that it reads a whole value, and a new one soon; the word does not publish it, since a step
     * that leaves the word as it is writes nothing.
     */
    @SuppressWarnings("unused") // through IDLE_SINCE
    private long idleSince;

    /** Counts the messages that threads other than the reader handle. Written once, by the reader. */
    private volatile IntSupplier concurrentHandlers = () -> 0;

    /** Interrupts those threads. Written once, by the reader. */
    private volatile Runnable interruptHandlers = () -> {};

    /** Whether a thread is one of those. Written once, by the reader. */
    private volatile Predicate<Thread> handledBy = thread -> false;

    /** The thread that reads the connection. Written by itself; interrupted when the drain timeout is over. */
    private volatile @Nullable Thread readerThread;

    /** Begins to wait for the next message, until the deadline. False if the connection has expired or is closed. */
    public boolean enterWaiting(long deadline) {
        return move(word(WAITING, deadline), WAITING, BUSY, WAIT_ENDED);
    }

    /** Begins a message, whose bytes are awaited until the deadline. False if the connection has expired or is closed. */
    public boolean enterBusy(long deadline) {
        return move(word(BUSY, deadline), WAITING, BUSY, WAIT_ENDED);
    }

    /** Notes when the wait for the next message begins, just before {@link #enterWaiting} or {@link #postpone}. */
    public void markIdle(long now) {
        IDLE_SINCE.setOpaque(this, now);
    }

    /** Coarse-clock time (ms) at which the connection became idle; {@link Long#MAX_VALUE} if it is not. */
    public long idleSince() {
        return state(word) == WAITING ? (long) IDLE_SINCE.getOpaque(this) : Long.MAX_VALUE;
    }

    /** Whether a message is in progress, with a deadline running. */
    public boolean isAwaitingBytes() {
        long seen = word;
        return state(seen) == BUSY && deadline(seen) != NEVER;
    }

    /** Moves the deadline of the wait for the next message, if the connection is in it. */
    public void postpone(long deadline) {
        long seen = word;
        if (state(seen) == WAITING) {
            WORD.compareAndSet(this, seen, word(WAITING, deadline));
        }
    }

    /**
     * Stops the deadline, if one runs, while something other than the peer is awaited. For the reading thread; {@link #resume} has to
     * follow.
     *
     * @return the deadline, {@link #NEVER} if none runs
     */
    public long suspend() {
        while (true) {
            long seen = word;
            if (state(seen) > BUSY || deadline(seen) == NEVER) {
                return NEVER;
            }
            if (WORD.compareAndSet(this, seen, word(state(seen), NEVER))) {
                return deadline(seen);
            }
        }
    }

    /** Restarts a deadline that {@link #suspend} has stopped. */
    public void resume(long deadline) {
        long seen = word;
        while (state(seen) <= BUSY && !WORD.compareAndSet(this, seen, word(state(seen), deadline))) {
            seen = word;
        }
    }

    /** Whether the deadline of the wait has passed. */
    public boolean isOverdue(long now) {
        long seen = word;
        return state(seen) <= BUSY && now >= deadline(seen);
    }

    /**
     * Ends a wait whose deadline has passed; but not the wait for the next message while other threads still handle earlier ones. True
     * for the one caller that has to wake the waiting thread.
     */
    public boolean expire(long now) {
        // The word before the handlers: if the last of them postpones the deadline in between, the CAS fails.
        long seen = word;
        return state(seen) <= BUSY
                && now >= deadline(seen)
                && (state(seen) != WAITING || concurrentHandlers() == 0)
                && WORD.compareAndSet(this, seen, word(EXPIRED, deadline(seen)));
    }

    /** Whether a deadline has passed. */
    public boolean isExpired() {
        return state(word) == EXPIRED;
    }

    /** Whether a wait was ended, and its thread has not noticed yet. */
    public boolean isWaitEnded() {
        int state = state(word);
        return state == EXPIRED || state == WAIT_ENDED;
    }

    /** Whether the connection waits for the next message, and nothing of it is here. */
    public boolean isWaiting() {
        return state(word) == WAITING;
    }

    /** Ends a wait between two messages. True for the one caller that has to wake the waiting thread. */
    public boolean endWait() {
        long seen = word;
        return state(seen) == WAITING && WORD.compareAndSet(this, seen, word(WAIT_ENDED, NEVER));
    }

    /** Ends the connection. True for the one caller that has to release what it holds. */
    public boolean close() {
        long seen;
        do {
            seen = word;
            if (state(seen) == CLOSED) {
                return false;
            }
        } while (!WORD.compareAndSet(this, seen, word(CLOSED, NEVER)));
        return true;
    }

    /** Starts a write, which has to end by both deadlines. */
    public void beginWrite(long timeout, long rateDeadline) {
        WRITE_DEADLINE.setRelease(this, rateDeadline < timeout ? rateDeadline << 1 | 1 : timeout << 1);
    }

    /** Ends the write in progress. */
    public void endWrite() {
        WRITE_DEADLINE.setRelease(this, NEVER << 1);
    }

    /** The deadline of the read of a message in progress; {@link #NEVER} if none runs. */
    public long readDeadline() {
        long seen = word;
        return state(seen) == BUSY ? deadline(seen) : NEVER;
    }

    /** The deadline of the write in progress; {@link #NEVER} if there is none. */
    public long writeDeadline() {
        return (long) WRITE_DEADLINE.getAcquire(this) >> 1;
    }

    /** Whether a write is in progress whose timeout has passed. */
    public boolean isWriteStalled(long now) {
        long seen = (long) WRITE_DEADLINE.getAcquire(this);
        return now >= seen >> 1 && (seen & 1) == 0;
    }

    /** Whether a write is in progress whose deadline by the minimum rate has passed, before its timeout. */
    public boolean isWriteTooSlow(long now) {
        long seen = (long) WRITE_DEADLINE.getAcquire(this);
        return now >= seen >> 1 && (seen & 1) == 1;
    }

    /** Notes that other threads handle messages, too: their number, how to interrupt them, and which they are. */
    public void setConcurrentHandlers(IntSupplier outstanding, Runnable interrupt, Predicate<Thread> among) {
        interruptHandlers = interrupt;
        handledBy = among;
        concurrentHandlers = outstanding;
    }

    /** The number of messages that threads other than the reader handle. */
    public int concurrentHandlers() {
        return concurrentHandlers.getAsInt();
    }

    /** Whether a thread reads the connection, or handles one of its messages. */
    public boolean isServedBy(Thread thread) {
        return thread == readerThread || handledBy.test(thread);
    }

    /** Notes the thread that reads the connection. */
    public void setReaderThread(Thread thread) {
        readerThread = thread;
    }

    /** The thread that reads the connection; null before it has begun. */
    public @Nullable Thread readerThread() {
        return readerThread;
    }

    /** Interrupts every thread that serves the connection: the last means against handlers that wait for something else. */
    public void interruptAll() {
        Thread reader = readerThread;
        if (reader != null) {
            reader.interrupt();
        }
        interruptHandlers.run();
    }

    private boolean move(long next, int from, int orFrom, int orAlsoFrom) {
        while (true) {
            long seen = word;
            int state = state(seen);
            if (state != from && state != orFrom && state != orAlsoFrom) {
                return false;
            }
            if (seen == next || WORD.compareAndSet(this, seen, next)) {
                return true;
            }
        }
    }

    private static long word(int state, long deadline) {
        return deadline << STATE_BITS | state;
    }

    private static int state(long word) {
        return (int) word & STATE_MASK;
    }

    private static long deadline(long word) {
        return word >> STATE_BITS;
    }
}
