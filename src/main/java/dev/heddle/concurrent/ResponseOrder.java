package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The order of the replies on one connection while its messages are handled concurrently. The reader issues a ticket for each message;
 * the thread that has handled the message writes its reply in the ticket's turn.
 *
 * <p>Writing in a turn is the only way to finish it, and it is passed on even if the writing throws: a turn can be neither skipped nor
 * kept (MUTANTS.md 36 and 37).
 *
 * <p><b>States.</b>
 *
 * <pre>
 *   tickets:   … written │ turn │ issued, handled or waiting … │ next to issue …
 *                        └─ head                                └─ tail
 * </pre>
 *
 * At most {@code capacity} tickets are outstanding. The reader waits at that bound, and no interrupt ends its wait (MUTANTS.md 38).
 *
 * <p><b>Threads.</b> The reader issues tickets and waits for outstanding ones. The workers write, each in its turn; the reader may write,
 * too. The watchdog and a closing server ask how many are outstanding, and interrupt the handlers.
 *
 * <p><b>Ordering.</b> A waiting thread sets its slot, or {@code reader}, then rechecks the head, then parks; a thread that passes the
 * turn on writes the head, then looks at both. Each side writes before it reads, with volatile semantics, so at least one sees the other
 * (MUTANTS.md 33, 34, 35 and 39). What the reader wrote is published to workers by their queue and by the tail (MUTANTS.md 40). What runs
 * in the last turn happens before {@link #outstanding} becomes 0 (MUTANTS.md 41).
 *
 * <p>Its other steps are broken by MUTANTS.md 113, 114, 115, 116, 117, 118, 119, 120 and 121.
 */
public final class ResponseOrder {
    private static final VarHandle TAIL = VarHandles.of(MethodHandles.lookup(), "tail", long.class);

    private final int mask;

    /** The threads that wait for their turns, each in the slot of its ticket. */
    private final AtomicReferenceArray<@Nullable Thread> waiting;

    /** The threads that handle messages, each in the slot of its ticket. Read to interrupt them when the connection is aborted. */
    private final AtomicReferenceArray<@Nullable Thread> handling;

    /** The ticket whose turn it is. Advanced only by the ticket's holder. */
    private volatile long head;

    /** The next ticket to issue. Written only by the reader (release), read by any thread. */
    private long tail;

    /** The reader, while it waits for outstanding tickets. */
    private volatile @Nullable Thread reader;

    /** Runs in the turn of the last outstanding ticket, before the turn is passed on. */
    private final Runnable lastInTurn;

    /** @param capacity how many tickets may be outstanding, a power of two */
    public ResponseOrder(int capacity) {
        this(capacity, () -> {});
    }

    /**
     * @param capacity how many tickets may be outstanding, a power of two
     * @param lastInTurn runs after a reply was written and before {@link #outstanding} becomes 0: a thread that sees 0 sees its effects.
     *     It may run although another ticket is just being issued; must not throw
     */
    public ResponseOrder(int capacity, Runnable lastInTurn) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("the capacity must be a power of two, not " + capacity);
        }
        this.lastInTurn = lastInTurn;
        this.mask = capacity - 1;
        this.waiting = new AtomicReferenceArray<>(capacity);
        this.handling = new AtomicReferenceArray<>(capacity);
    }

    /** Issues the next ticket. Only for the reader, and only when there {@link #hasRoom}. */
    public long issue() {
        long ticket = tail;
        if (ticket - head > mask) {
            throw new IllegalStateException("all " + (mask + 1) + " tickets are outstanding");
        }
        TAIL.setRelease(this, ticket + 1);
        return ticket;
    }

    /** Whether another ticket may be issued. Only for the reader. */
    public boolean hasRoom() {
        return tail - head <= mask;
    }

    /** The number of outstanding tickets. */
    public int outstanding() {
        return (int) ((long) TAIL.getAcquire(this) - head);
    }

    /** Whether this is the last ticket issued so far. */
    public boolean isLast(long ticket) {
        return (long) TAIL.getAcquire(this) == ticket + 1;
    }

    /** Whether the thread with the next ticket already waits for its turn. Only for the holder of the turn. */
    public boolean successorWaits(long ticket) {
        return waiting.get(slot(ticket + 1)) != null;
    }

    /** Waits until at most a number of tickets is outstanding. Only for the reader. An interrupt does not end the wait; the flag is restored. */
    public void awaitOutstanding(int most) {
        if (tail - head <= most) {
            return;
        }
        boolean interrupted = false;
        reader = Thread.currentThread();
        while (tail - head > most) {
            Parking.park(this);
            interrupted |= Thread.interrupted();
        }
        reader = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Notes that the calling thread handles the message of a ticket, until it has used the ticket. */
    public void handles(long ticket) {
        handling.setRelease(slot(ticket), Thread.currentThread());
    }

    /** Whether a thread handles a message. A thread that asks for itself gets the truth, any other a guess. */
    public boolean isHandledBy(Thread thread) {
        for (int i = 0; i <= mask; i++) {
            if (handling.getAcquire(i) == thread) {
                return true;
            }
        }
        return false;
    }

    /**
     * Interrupts every thread that handles a message. Racy by design: a handler that finishes right now may see the interrupt later. Only
     * for a connection that has been aborted.
     */
    public void interruptAll() {
        for (int i = 0; i <= mask; i++) {
            Thread handler = handling.getAcquire(i);
            if (handler != null) {
                handler.interrupt();
            }
        }
    }

    /**
     * Waits for a ticket's turn, writes, and passes the turn on, even if the writing throws. An interrupt does not end the
     * wait; the flag is restored before the writing.
     *
     * @param ticket an issued one that has not been used
     * @param write writes the reply
     */
    public void inTurn(long ticket, Runnable write) {
        awaitTurn(ticket);
        try {
            write.run();
        } finally {
            if (isLast(ticket)) {
                lastInTurn.run();
            }
            passOn(ticket);
        }
    }

    /**
     * Waits for a ticket's turn, which {@link #inTurn} has to pass on: for a handler that writes while it runs. An
     * interrupt does not end the wait; the flag is restored afterwards.
     *
     * @param ticket an issued one that has not been used
     */
    public void awaitTurn(long ticket) {
        if (head == ticket) {
            return;
        }
        boolean interrupted = false;
        waiting.set(slot(ticket), Thread.currentThread());
        while (head != ticket) {
            Parking.park(this);
            interrupted |= Thread.interrupted();
        }
        waiting.set(slot(ticket), null);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void passOn(long ticket) {
        handling.setRelease(slot(ticket), null);
        head = ticket + 1;
        LockSupport.unpark(waiting.get(slot(ticket + 1)));
        LockSupport.unpark(reader);
    }

    private int slot(long ticket) {
        return (int) ticket & mask;
    }
}
