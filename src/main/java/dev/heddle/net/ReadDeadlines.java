package dev.heddle.net;

import dev.heddle.concurrent.Baton;
import dev.heddle.concurrent.ConnectionState;
import dev.heddle.options.Timeouts;
import dev.heddle.protocol.DeadlineException;
import dev.heddle.protocol.ReadProgress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of a connection's reads: which of them runs in which phase of a message.
 *
 * <pre>
 *   idle ── first bytes ──► head deadline ── whole head ──► none ── body is read ──► minimum rate, while a read waits
 * </pre>
 *
 * <p>For the thread that reads the connection. The watchdog enforces what is set here through {@link ConnectionState}: it shuts the
 * socket's input, the read returns, and the reading thread finds here that the deadline has passed.
 */
final class ReadDeadlines implements ReadProgress {
    private final ConnectionState state;
    private final Timing timing;
    private final Timeouts timeouts;
    private final ServerContext.Counters counters;

    /** Whether bytes of a message have been seen: from then on a deadline that passes is the peer's fault. */
    private boolean started;

    private boolean readingBody;

    /** Whether the connection has sent a message, or the beginning of one. */
    private boolean spoke;

    /** The rate of the body being read; null before the first message with a body, as most connections never have one. */
    private @Nullable MinimumRate bodyRate;

    ReadDeadlines(ConnectionState state, ServerContext context, ServerContext.Counters counters) {
        this.state = state;
        this.timing = context.timing();
        this.timeouts = context.options().timeouts();
        this.counters = counters;
    }

    /**
     * Starts the idle timeout. Returns false if the connection has expired or is closed.
     *
     * @param readingUntil until when the peer probably reads the last reply: if that is later than now, it becomes idle only then
     */
    boolean startIdle(long readingUntil) {
        started = false;
        readingBody = false;
        markIdle(readingUntil);
        return state.enterWaiting(idleDeadline());
    }

    /**
     * The same while other threads handle messages: the one that answers the last of them knows until when the peer reads, and notes it by
     * {@link #restartIdle}, which may be before or after this.
     */
    boolean startIdleBesideHandlers() {
        started = false;
        readingBody = false;
        return state.enterWaiting(idleDeadline());
    }

    /** Starts the idle timeout again after a reply, if the connection waits for a message. Also for a worker in its turn to write. */
    void restartIdle(long readingUntil) {
        markIdle(readingUntil);
        state.postpone(idleDeadline());
    }

    private void markIdle(long readingUntil) {
        state.markIdle(Math.max(readingUntil, timing.clock().millis()));
    }

    private long idleDeadline() {
        return timing.deadline(spoke || timeouts.firstMessage().isZero() ? timeouts.idle() : beforeFirstMessage());
    }

    private Duration beforeFirstMessage() {
        boolean idleIsShorter = !timeouts.idle().isZero() && timeouts.idle().compareTo(timeouts.firstMessage()) < 0;
        return idleIsShorter ? timeouts.idle() : timeouts.firstMessage();
    }

    /** Notes that the connection has sent a message, or the beginning of one. */
    private void speak() {
        if (!spoke) {
            spoke = true;
            counters.speaking().increment();
        }
    }

    /** Counts the connection out, if it has sent a message. When it ends. */
    void end() {
        if (spoke) {
            counters.speaking().decrement();
            spoke = false;
        }
    }

    /** Starts the linger timeout after the last reply, if the connection waits for a message. For a worker in its turn to write. */
    void restartLinger() {
        state.postpone(timing.deadline(timeouts.linger()));
    }

    @Override
    public boolean messageStarted() throws DeadlineException {
        boolean more = started;
        started = true;
        speak();
        readingBody = false;
        if (state.isAwaitingBytes() || state.enterBusy(timing.deadline(timeouts.head()))) {
            return true;
        }
        if (more && state.isExpired()) {
            throw tooSlow(); // These bytes arrived together with the deadline: too late, and the error reply says so.
        }
        return false;
    }

    @Override
    public void headComplete() throws DeadlineException {
        started = true;
        speak();
        readingBody = false;
        awaitNothing();
    }

    @Override
    public void readingBody() {
        bodyRate = new MinimumRate(timeouts.body(), timeouts.minBodyRate());
        readingBody = true;
    }

    /** Whether reads wait for a body, and not for a head. */
    boolean isReadingBody() {
        return readingBody;
    }

    /** Throws if a read for a head has ended because its deadline had passed. */
    void headBytesRead(int count) throws DeadlineException {
        if (count < 0 && started && state.isExpired()) {
            throw tooSlow();
        }
    }

    /** Starts the deadline for the next bytes of a body, and returns the time for {@link #bodyBytesRead}. */
    long startBodyRead() throws DeadlineException {
        long since = timing.clock().millis();
        MinimumRate rate = Objects.requireNonNull(bodyRate, "no body is being read");
        if (!state.enterBusy(rate.deadline(since, ConnectionState.NEVER))) {
            throw tooSlow();
        }
        return since;
    }

    /** Stops the deadline for bytes of a body, and charges the peer with the time that the read took. */
    void bodyBytesRead(int count, long since) throws DeadlineException {
        awaitNothing();
        Objects.requireNonNull(bodyRate).received(count, timing.clock().millis() - since);
    }

    /** Starts the deadline of a lingering close, during which input is only discarded. False if the connection has ended. */
    boolean startLinger(long deadline) {
        readingBody = false;
        return state.enterBusy(deadline);
    }

    /** Acquires a baton again. No deadline runs meanwhile: the wait is not the peer's doing. */
    void acquireAgain(Baton baton) {
        long since = timing.clock().millis();
        long deadline = state.suspend();
        baton.acquire();
        if (deadline != ConnectionState.NEVER) {
            long waited = timing.clock().millis() - since;
            if (bodyRate != null) {
                bodyRate.excuse(waited);
            }
            state.resume(deadline + waited);
        }
    }

    private void awaitNothing() throws DeadlineException {
        if (!state.enterBusy(ConnectionState.NEVER)) {
            throw tooSlow();
        }
    }

    private DeadlineException tooSlow() {
        return new DeadlineException(
                readingBody && bodyRate != null
                        ? bodyRate.describe()
                        : "no complete message head within " + timeouts.head().toMillis() + " ms");
    }
}
