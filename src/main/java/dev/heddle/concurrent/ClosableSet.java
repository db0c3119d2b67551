package dev.heddle.concurrent;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of a server.
 *
 * <pre>
 *   OPEN ── close() ──► CLOSED: nobody comes in any more; empty when the last one has left
 * </pre>
 *
 * A connection that comes in while the registry closes is in exactly one of two cases: it is in the set when the closer goes
 * through it, or its {@link #add} says no. Who adds writes the set and then reads the flag; who closes writes the flag and
 * then reads the set.
 *
 * @param <C> a connection, identified by itself
 */
public final class ClosableSet<C> {
    private final Set<C> members = ConcurrentHashMap.newKeySet();

    /** false: OPEN. true: CLOSED. */
    private volatile boolean closed;

    /** Who waits for the registry to be empty; announced before it looks, so that the last to leave sees it. */
    private volatile @Nullable Thread waiter;

    /**
     * Takes a connection in.
     *
     * @return false if the registry is closed: the connection is not in it, and the caller has to end it
     */
    public boolean add(C connection) {
        members.add(connection);
        // Looked at again after adding: the closer may have gone through the set before we were in it. If it has gone
        // through it after, it may have taken us out itself, and then it is the one who ends us. If it only saw us and
        // waits for us to leave, our leaving wakes it.
        return !closed || !remove(connection);
    }

    /**
     * Takes a connection out.
     *
     * @return false if it was not in
     */
    public boolean remove(C connection) {
        boolean removed = members.remove(connection);
        if (closed && members.isEmpty()) {
            LockSupport.unpark(waiter);
        }
        return removed;
    }

    /** Refuses everyone from now on. */
    public void close() {
        closed = true;
    }

    /** Goes through those who are in, while others come and go. */
    public void forEach(Consumer<? super C> visitor) {
        members.forEach(visitor);
    }

    /** How many are in. */
    public int size() {
        return members.size();
    }

    /**
     * Waits until everyone has left, at most for a time. For one thread, after {@link #close}.
     *
     * @return true if everyone has left
     */
    public boolean awaitEmpty(long nanos) {
        long deadline = System.nanoTime() + nanos;
        boolean interrupted = false;
        waiter = Thread.currentThread();
        boolean empty = members.isEmpty();
        while (!empty) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            LockSupport.parkNanos(this, left);
            interrupted |= Thread.interrupted();
            empty = members.isEmpty();
        }
        waiter = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        // Not looked at again: who comes after this is refused, but is in the set for a moment.
        return empty;
    }
}
