package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The order of the replies on one connection, while its messages are handled at the same time.
 *
 * <p>The reader of the connection issues a ticket for each message. Whoever has handled a message writes its reply in the
 * ticket's turn. There is no way to finish a turn but to write in it, and it is passed on whatever becomes of the writing: a
 * turn cannot be skipped or kept.
 *
 * <pre>
 *   tickets:   … written │ turn │ issued, handled or waiting … │ next to issue …
 *                        └─ head                                └─ tail
 * </pre>
 *
 * At most {@code capacity} tickets are out at a time; the reader waits at that bound.
 *
 * <p>The protocol that loses no wake-up: who waits announces itself, looks again at the head, then parks; who passes the turn
 * on writes the head, then looks who is announced. Both with volatile semantics, so at least one sees the other.
 */
public final class ResponseOrder {
    private static final VarHandle TAIL = VarHandles.of(MethodHandles.lookup(), "tail", long.class);

    private final int mask;

    /** Who waits for its turn, in the slot of its ticket. */
    private final AtomicReferenceArray<@Nullable Thread> waiting;

    /** Who handles a message, in the slot of its ticket; looked at only to interrupt them when all ends. */
    private final AtomicReferenceArray<@Nullable Thread> handling;

    /** The ticket whose turn it is. Advanced only by the ticket's holder. */
    private volatile long head;

    /** The next ticket to issue. Written only by the reader (release), read by anyone. */
    private long tail;

    /** The reader, while it waits for tickets to come back. */
    private volatile @Nullable Thread reader;

    /** Runs in the turn of the last ticket that is out, before the turn is passed on. */
    private final Runnable lastInTurn;

    /** @param capacity how many tickets may be out, a power of two */
    public ResponseOrder(int capacity) {
        this(capacity, () -> {});
    }

    /**
     * @param capacity how many tickets may be out, a power of two
     * @param lastInTurn runs after a reply was written and before {@link #outstanding} becomes 0: whoever sees 0 sees its effects.
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
            throw new IllegalStateException("all " + (mask + 1) + " tickets are out");
        }
        TAIL.setRelease(this, ticket + 1);
        return ticket;
    }

    /** Whether another ticket may be issued. Only for the reader. */
    public boolean hasRoom() {
        return tail - head <= mask;
    }

    /** How many tickets are out. */
    public int outstanding() {
        return (int) ((long) TAIL.getAcquire(this) - head);
    }

    /** Whether no ticket has been issued after this one so far. */
    public boolean isLast(long ticket) {
        return (long) TAIL.getAcquire(this) == ticket + 1;
    }

    /** Whether the one behind this ticket waits for its turn already. Only for the holder of the turn. */
    public boolean successorWaits(long ticket) {
        return waiting.get(slot(ticket + 1)) != null;
    }

    /** Waits until at most so many tickets are out. Only for the reader; an interrupt does not end the wait. */
    public void awaitOutstanding(int most) {
        if (tail - head <= most) {
            return;
        }
        boolean interrupted = false;
        reader = Thread.currentThread();
        while (tail - head > most) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        reader = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The calling thread begins to handle the message of a ticket, until it has used the ticket. */
    public void handles(long ticket) {
        handling.setRelease(slot(ticket), Thread.currentThread());
    }

    /**
     * Interrupts everyone who handles a message, when their connection has been cut. One who ends at this moment may be
     * struck in what it does next: only for when everything is cut.
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
     * wait; it is kept for the writing to see.
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
     * Waits for a ticket's turn, which {@link #inTurn} has to pass on: for whoever writes before it has handled its message. An
     * interrupt does not end the wait; it is kept.
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
            LockSupport.park(this);
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
