package dev.heddle.net;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.ClosableSet;
import dev.heddle.options.Limits;
import dev.heddle.options.Timeouts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps room for those who come: when the limit of connections is near, those that have idled longest go first, as many as
 * are above the high-water mark, if they have idled for {@link Timeouts#idleUnderPressure} at least.
 *
 * <p>Runs on the watchdog.
 */
final class IdleEviction {
    /** What is kept free, as a part of the limit. */
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

    /** When a connection began to idle, so that they can be put in order while they go on. */
    private record Idle(Connection connection, long since) {}

    /** Ends the waits of as many as are too many; whether there were any. */
    boolean evict(long now) {
        int tooMany = admission.inUse() - highWater;
        if (tooMany <= 0 || leastMillis == 0) {
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
        idle.stream().limit(tooMany).forEach(each -> each.connection().closeIfIdle());
        return !idle.isEmpty();
    }
}
