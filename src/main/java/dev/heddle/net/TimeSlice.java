package dev.heddle.net;

import dev.heddle.concurrent.CoarseClock;
import dev.heddle.concurrent.StarvationGuard;

/**
 * Decides after how much work a connection lets other threads run. The JDK's scheduler does not preempt virtual threads: a peer
 * whose next message has always arrived already would keep a carrier for itself, and the busy connections together would starve
 * threads that have just been started.
 *
 * <p>For the thread that reads the connection, which calls it between two messages. {@link StarvationGuard} explains the starvation.
 */
final class TimeSlice {
    /** The number of messages after which the thread yields. A yield costs about as much as a short message. */
    private static final int MAX_MESSAGES = 64;

    private static final Runnable YIELD = Thread::yield;

    private final StarvationGuard starvation;
    private final CoarseClock clock;
    private int messages;

    // Made with the connection: a lambda that is made for the first time loads a class, for which there may be no
    // descriptor then.
    private final Runnable yieldAfterComputation;
    private final Runnable yieldToPending = this::yieldToPending;

    /** The time on the coarse clock at which the message in progress was available, or the slice was restarted since. */
    private long startMillis;

    /** The number of threads that had started when this connection looked last. */
    private long startsSeen;

    TimeSlice(ServerContext context) {
        this.starvation = context.threads().starvation();
        this.yieldAfterComputation = context.threads()::yieldAfterComputation;
        this.clock = context.timing().clock();
        this.startMillis = clock.millis();
    }

    /** Notes that a message has arrived: from here on its handling counts. */
    void messageArrived() {
        startMillis = clock.millis();
    }

    /** Yields if pending threads starve, or if this connection has computed for long without waiting. */
    void yieldIfStarving(SocketStreams streams) {
        long started = starvation.startCount();
        if (starvation.isStarving(startsSeen)) {
            streams.runBlocking(yieldToPending);
        } else if (clock.millis() != startMillis) {
            streams.runBlocking(yieldAfterComputation);
            restart();
        } else if (++messages >= MAX_MESSAGES) {
            streams.runBlocking(YIELD);
            restart();
        }
        startsSeen = started;
    }

    private void yieldToPending() {
        starvation.yieldToPending(startsSeen);
    }

    private void restart() {
        messages = 0;
        startMillis = clock.millis();
    }
}
