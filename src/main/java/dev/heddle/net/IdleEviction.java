package dev.heddle.net;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.ClosableSet;
import dev.heddle.options.Limits;
import dev.heddle.options.Timeouts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Evicts idle connections when the limit of connections is near: as many as are above the high-water mark, longest idle first, if
 * they have been idle for at least {@link Timeouts#idleUnderPressure}.
 *
 * <p>Runs on the watchdog's thread.
 */
final class IdleEviction {
    /** The part of the limit that is kept free: one in so many. */
    private static final int FREE_PART = 16;

    private final Admission admission;
    private final ClosableSet<Connection> connections;
    private final int highWater;
    private final long leastMillis;

    IdleEviction(Admission admission, ClosableSet<Connection> connections, Limits limits, Timeouts timeouts) {
        this.admission = admission;
        this.connections = connections;
        this.highWater = limits.connections() - Math.max(1, limits.connections() / FREE_PART);
        this.leastMillis = timeouts.idleUnderPressure().toMillis();
    }

    /** A connection and the time at which it became idle, read once so that sorting sees a constant. */
    private record Idle(Connection connection, long since) {}

    /** Evicts as many connections as are above the high-water mark. Returns whether there were any. */
    boolean evict(long now) {
        int excess = admission.inUse() - highWater;
        if (excess <= 0 || leastMillis == 0) {
            return false;
        }
        List<Idle> idle = new ArrayList<>();
        connections.forEach(connection -> {
            long since = connection.idleSince();
            if (now - since >= leastMillis) {
                idle.add(new Idle(connection, since));
            }
        });
        idle.sort(Comparator.comparingLong(Idle::since));
        idle.stream().limit(excess).forEach(each -> each.connection().closeIfIdle());
        return !idle.isEmpty();
    }
}
