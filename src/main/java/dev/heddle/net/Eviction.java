package dev.heddle.net;

import dev.heddle.concurrent.Admission;
import dev.heddle.options.Limits;
import dev.heddle.options.Timeouts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Evicts connections when a limit is near, so that clients which hold much and do little cannot keep others out:
 *
 * <pre>
 *   open connections above 15/16 of their limit     as many as are above, idle or slow
 *   messages in flight above 15/16 of their limit   as many as are above, slow
 *   buffer memory above 15/16 of its limit          1/16 of the connections, slow
 *   the heap is full                                1/4 of the connections, idle or slow
 * </pre>
 *
 * A slow connection waits for the peer in the middle of a message or of a reply. Those that have been idle for longest, or have used up
 * most of the deadline, are evicted first; none is before {@link Timeouts#idleUnderPressure}, and none of which the kernel
 * has unread bytes: it waits for the server. Those that were evicted before and that a busy server has had no time to close count as closed
 * for {@value #ENDING_MILLIS} ms.
 *
 * <p>Runs on the watchdog's thread.
 */
final class Eviction {
    /** The part of a limit that is kept free: one in this many. */
    private static final int FREE_PART = 16;

    /** How long an evicted connection counts as closed although a busy server has had no time for it, in ms. */
    private static final int ENDING_MILLIS = 5000;

    /** The part of the connections that are evicted at a tick when the heap is full: one in this many. */
    private static final int FULL_HEAP_PART = 4;

    private final ServerContext context;
    private final Limits limits;
    private final HeapReserve reserve;
    private final long leastMillis;

    /** Those that were evicted and may still be open, and when. */
    private Map<Connection, Long> ending = new HashMap<>();

    Eviction(ServerContext context, HeapReserve reserve) {
        this.context = context;
        this.limits = context.options().limits();
        this.reserve = reserve;
        this.leastMillis = context.options().timeouts().idleUnderPressure().toMillis();
    }

    /** A connection, and how long it has been idle or slow: read once, so that sorting sees a constant. */
    private record Candidate(Connection connection, long millis, boolean idle) {
        /** Returns whether there was something to end. */
        boolean evict() {
            if (idle) {
                return connection.closeIfIdle();
            }
            connection.abort();
            return true;
        }
    }

    /** Evicts what the limits and the heap demand. Returns whether a connection was evicted. */
    boolean evict(long now) {
        boolean heapIsFull = reserve.isHeapFull();
        if (leastMillis == 0) {
            return false;
        }
        int any = heapIsFull
                ? openPart(FULL_HEAP_PART)
                : excess(context.capacity().connections(), limits.connections()) - ending(now);
        int slow = 0;
        Admission messages = context.capacity().messages();
        if (messages != null) {
            // A small limit may be used up at all times: then nothing is kept free, and nothing evicted.
            slow = messages.inUse() - (limits.messagesInFlight() - limits.messagesInFlight() / FREE_PART);
        }
        if (context.capacity().buffers().isNearlyExhausted(FREE_PART)) {
            slow = Math.max(slow, openPart(FREE_PART));
        }
        // Slow ones first: idle ones, however many there are, hold nothing of what those use up.
        Set<Connection> evicted = new HashSet<>();
        if (slow > 0) {
            evict(candidates(now, false), slow, evicted);
        }
        if (any > evicted.size()) {
            evict(candidates(now, true), any - evicted.size(), evicted);
        }
        if (heapIsFull) {
            ending.clear(); // They are not to be kept in memory now.
        } else {
            evicted.forEach(connection -> ending.put(connection, now));
        }
        return !evicted.isEmpty();
    }

    /** How many were evicted a short time ago and are still open. */
    private int ending(long now) {
        if (!ending.isEmpty()) {
            Map<Connection, Long> open = new HashMap<>();
            context.connections().forEach(connection -> {
                Long since = ending.get(connection);
                if (since != null && now - since < ENDING_MILLIS) {
                    open.put(connection, since);
                }
            });
            ending = open;
        }
        return ending.size();
    }

    private int openPart(int part) {
        return Math.max(1, context.connections().size() / part);
    }

    private static int excess(Admission admission, int limit) {
        return admission.inUse() - (limit - Math.max(1, limit / FREE_PART));
    }

    private List<Candidate> candidates(long now, boolean withIdle) {
        List<Candidate> candidates = new ArrayList<>();
        context.connections().forEach(connection -> {
            long idleMillis = withIdle ? now - connection.idleSince() : 0;
            long millis = Math.max(idleMillis, connection.slowMillis(now));
            if (millis >= leastMillis) {
                candidates.add(new Candidate(connection, millis, idleMillis == millis));
            }
        });
        return candidates;
    }

    private static void evict(List<Candidate> candidates, int count, Set<Connection> evicted) {
        candidates.removeIf(candidate -> evicted.contains(candidate.connection()));
        candidates.sort(Comparator.comparingLong(Candidate::millis).reversed());
        int left = count;
        for (Candidate candidate : candidates) {
            if (left == 0) {
                return;
            }
            if (candidate.evict()) {
                evicted.add(candidate.connection());
                left--;
            }
        }
    }
}
