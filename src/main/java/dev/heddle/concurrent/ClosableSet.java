package dev.heddle.concurrent;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A set that can be closed: of open connections, of acceptors, of running handlers. Once it is closed nothing is added, and one thread
 * can wait until it is empty.
 *
 * <p><b>States.</b>
 *
 * <pre>
 *   OPEN ── close() ──► CLOSED: adds fail; empty when the last member has been removed
 * </pre>
 *
 * <p><b>Threads.</b> A member is added and removed by the thread that it belongs to; the closing thread may remove it, too. One thread at
 * a time calls {@link #awaitEmpty}, the one that drains. Any thread iterates.
 *
 * <p><b>Ordering.</b> A member that is added while the set is being closed is either seen by the closing thread, or its {@link #add}
 * returns false: the adding thread writes the set, then reads the flag; the closing thread writes the flag, then reads the set
 * (MUTANTS.md 10 and 14). The waiting thread sets {@code waiter}, then looks at the set; the removing thread removes, then looks at
 * {@code waiter} (MUTANTS.md 12, 13 and 15). A member whose add fails is in the set for a moment: its removal wakes the waiting thread
 * (MUTANTS.md 11), which may have seen the set empty before and does not look again (MUTANTS.md 16).
 *
 * <p>Its other steps are broken by MUTANTS.md 92, 93 and 94.
 *
 * @param <T> a member, identified by {@code equals}
 */
public final class ClosableSet<T> {
    private final Set<T> members = ConcurrentHashMap.newKeySet();

    /** false: OPEN. true: CLOSED. */
    private volatile boolean closed;

    /** The thread in {@link #awaitEmpty}. Set before it looks at the set, so that the thread which removes the last member sees it. */
    private volatile @Nullable Thread waiter;

    /**
     * Adds a member.
     *
     * @return false if the set is closed: the member is not in it, and the caller has to end it
     */
    public boolean add(T member) {
        members.add(member);
        // Rechecked after adding: the closing thread may have iterated before the member was in. If it iterated
        // afterwards, it may have removed the member, and then ends it. If it only saw the member and waits, the
        // removal wakes it.
        return !closed || !remove(member);
    }

    /**
     * Removes a member.
     *
     * @return false if it was not in the set
     */
    public boolean remove(T member) {
        boolean removed = members.remove(member);
        if (closed && members.isEmpty()) {
            LockSupport.unpark(waiter);
        }
        return removed;
    }

    /** Makes every later {@link #add} fail. */
    public void close() {
        closed = true;
    }

    /** Visits the members, while others are added and removed. */
    public void forEach(Consumer<? super T> visitor) {
        members.forEach(visitor);
    }

    /** The number of members. */
    public int size() {
        return members.size();
    }

    /**
     * Waits until the set is empty, at most for a time. For one thread at a time, after {@link #close}. An interrupt does not end the
     * wait; the flag is restored afterwards.
     *
     * @return true if the set was empty
     */
    public boolean awaitEmpty(long nanos) {
        long deadline = System.nanoTime() + nanos;
        boolean interrupted = false;
        assert waiter == null : "two threads wait for the same set";
        waiter = Thread.currentThread();
        boolean empty = members.isEmpty();
        while (!empty) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            Parking.parkNanos(this, left);
            interrupted |= Thread.interrupted();
            empty = members.isEmpty();
        }
        waiter = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        // Not looked at again: a member whose add fails after this is in the set for a moment.
        return empty;
    }
}
