package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is doing, and until when: shared by the thread that serves it, the watchdog that ends its waits, and a
 * closing server.
 *
 * <pre>
 *               idle(deadline)
 *        ┌────────────────────────┐
 *        ▼                        │
 *     WAITING ── busy(deadline) ─► BUSY ──┐
 *        │ │                        │     │ close()
 *        │ └─ retire() ─► RETIRED ──┤     ▼
 *        └─── expire(now) ─► EXPIRED┴─► CLOSED
 * </pre>
 *
 * WAITING: nothing of the next message is here (new, or idle). BUSY: a message is in progress; a deadline runs while bytes of
 * it are awaited. EXPIRED: a deadline has passed, and the wait is being ended. RETIRED: a closing server ends the wait; a
 * message that comes all the same is still served. CLOSED: reached once, by the one who ends the connection.
 *
 * <p>State and deadline are one word, so that a deadline cannot strike a state it was not set for.
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

    /** The deadline, in the clock's milliseconds, and in the low bits the state. Changed by CAS only. */
    private volatile long word = word(WAITING, NEVER);

    /**
     * Until when the write in progress has to end, {@link #NEVER} while there is none, and in the low bit which deadline it is: 1 for
     * the minimum rate's. Written by the thread that writes.
     */
    @SuppressWarnings("unused") // through WRITE_DEADLINE
    private volatile long writeDeadline = NEVER << 1;

    /**
     * The clock's milliseconds at which the latest wait for a message began. Written by the reader and by workers, and read by the
     * watchdog, which only compares ages: opaque, so that it reads a whole value, and a new one soon. The word does not publish
     * it, since a step that leaves the word as it is writes nothing.
     */
    @SuppressWarnings("unused") // through IDLE_SINCE
    private long idleSince;

    /** How many messages other threads than the reader have in hand: while there are some, waiting is not idling. */
    private volatile IntSupplier concurrentHandlers = () -> 0;

    /** Interrupts those threads. */
    private volatile Runnable interruptHandlers = () -> {};

    /** Who reads the connection: woken if it has not ended when a closing server's patience is over. */
    private volatile @Nullable Thread readerThread;

    /** Waits for the next message, until the deadline. False if the connection has expired or is closed. */
    public boolean enterWaiting(long deadline) {
        return move(word(WAITING, deadline), WAITING, BUSY, WAIT_ENDED);
    }

    /** Works on a message; until the deadline, while bytes are awaited. False if it has expired or is closed. */
    public boolean enterBusy(long deadline) {
        return move(word(BUSY, deadline), WAITING, BUSY, WAIT_ENDED);
    }

    /** Says when the wait for the next message begins, just before {@link #enterWaiting} or {@link #postpone}. */
    public void markIdle(long now) {
        IDLE_SINCE.setOpaque(this, now);
    }

    /** Since when it has waited for the next message; {@link Long#MAX_VALUE} if it does not, or is being ended. */
    public long idleSince() {
        return state(word) == WAITING ? (long) IDLE_SINCE.getOpaque(this) : Long.MAX_VALUE;
    }

    /** Whether a message is in progress, with a deadline running. */
    public boolean isAwaitingBytes() {
        long seen = word;
        return state(seen) == BUSY && deadline(seen) != NEVER;
    }

    /** Moves the deadline of a wait for the next message, if that is what is going on. */
    public void postpone(long deadline) {
        long seen = word;
        if (state(seen) == WAITING) {
            WORD.compareAndSet(this, seen, word(WAITING, deadline));
        }
    }

    /**
     * Stops the deadline, if one runs: what is awaited now is not the peer. For the reading thread, to be followed by {@link
     * #resume}.
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

    /** Lets a deadline run again. */
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
     * Ends a wait whose deadline has passed; but no wait for the next message while other threads still handle earlier ones. True for
     * the one caller that has to wake the waiting thread.
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

    /** Whether nothing of a next message is here. */
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

    /** Why a write takes too long. */
    public enum LateWrite {
        /** It does not. */
        NONE,
        /** The peer took nothing for the write timeout. */
        NO_PROGRESS,
        /** The peer has been below the minimum rate. */
        BELOW_RATE
    }

    /** Starts a write, which has to end by both deadlines. */
    public void beginWrite(long timeout, long rateDeadline) {
        WRITE_DEADLINE.setRelease(this, rateDeadline < timeout ? rateDeadline << 1 | 1 : timeout << 1);
    }

    /** Ends the write in progress. */
    public void endWrite() {
        WRITE_DEADLINE.setRelease(this, NEVER << 1);
    }

    /** Whether a write is in progress that should have ended, and why. */
    public LateWrite lateWrite(long now) {
        long seen = (long) WRITE_DEADLINE.getAcquire(this);
        if (now < seen >> 1) {
            return LateWrite.NONE;
        }
        return (seen & 1) == 0 ? LateWrite.NO_PROGRESS : LateWrite.BELOW_RATE;
    }

    /** Says that other threads handle messages too, how many they have in hand, and how to interrupt them. */
    public void setConcurrentHandlers(IntSupplier outstanding, Runnable interrupt) {
        interruptHandlers = interrupt;
        concurrentHandlers = outstanding;
    }

    /** How many messages other threads than the reader have in hand. */
    public int concurrentHandlers() {
        return concurrentHandlers.getAsInt();
    }

    /** Says who reads the connection. */
    public void setReaderThread(Thread thread) {
        readerThread = thread;
    }

    /** Who reads the connection, if anyone has begun to. */
    public @Nullable Thread readerThread() {
        return readerThread;
    }

    /** Interrupts everyone who serves the connection: the last word to handlers that wait for something else. */
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
