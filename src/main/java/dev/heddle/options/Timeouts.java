package dev.heddle.options;

import java.time.Duration;

/**
 * How long a server waits, for what. Every time-out is on by default; {@link Duration#ZERO} turns one off. None strikes
 * earlier than {@value #PRECISION_MILLIS} ms before its time, and on a machine that is not overloaded none later than that behind
 * it.
 *
 * @param head from the first byte of a message to the end of its head (default 10 s), however the bytes trickle in;
 *     beyond it 408 and close
 * @param idle between two messages, and before the first (default 30 s); beyond it close
 * @param body a grace for request content (default 10 s), in addition to which it has to keep up {@code minBodyRate}; only
 *     waiting counts, not the handler's own time; beyond it the handler's read fails, 408 and close
 * @param minBodyRate the least rate of request content, in bytes a second (default 500). Whoever was faster may pause for that
 *     later, but for no longer than six times {@code body}; at 0 there is none, and {@code body} is the longest that is waited
 *     for the next bytes
 * @param write for the peer to take the next part, at most 65536 bytes, of a reply (default 30 s); beyond it the connection
 *     is cut
 * @param minWriteRate the least rate at which a peer takes replies, in bytes a second (default 500): only waiting for it counts,
 *     {@code write} is the grace, and savings are as with {@code minBodyRate}; beyond it the connection is cut. It is about small
 *     parts, which could trickle out for ever; at 0 there is none
 * @param linger for a client that has been refused to stop sending (default 2 s); beyond it the connection is closed
 * @param drainIdle how long a closing server gives idle connections to send one more message (default 250 ms): it is
 *     answered with {@code Connection: close}, so that a busy client loses nothing
 * @param drain how long a closing server waits for what is in flight (default 20 s); beyond it connections are cut
 * @param handler from the call of a handler until it returns, its waits for its client included (default off); beyond it the
 *     server reports where the handler's thread is, and interrupts it, once
 * @param idleUnderPressure how long a connection may idle at least when the limit of connections is near, 15/16 of it used (default
 *     1 s): those that have idled longest go first, as many as are above; at 0 only {@code idle} counts
 */
public record Timeouts(
        Duration head,
        Duration idle,
        Duration body,
        int minBodyRate,
        Duration write,
        int minWriteRate,
        Duration linger,
        Duration drainIdle,
        Duration drain,
        Duration handler,
        Duration idleUnderPressure) {
    /** How coarse the clock of the time-outs is, in milliseconds. */
    public static final int PRECISION_MILLIS = 250;

    public Timeouts {
        notNegative("head", head);
        notNegative("idle", idle);
        notNegative("body", body);
        notNegative("write", write);
        notNegative("linger", linger);
        notNegative("drainIdle", drainIdle);
        notNegative("drain", drain);
        notNegative("handler", handler);
        notNegative("idleUnderPressure", idleUnderPressure);
        notNegative("minBodyRate", minBodyRate);
        notNegative("minWriteRate", minWriteRate);
    }

    /** The defaults. */
    public static Timeouts defaults() {
        return new Timeouts(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                500,
                Duration.ofSeconds(30),
                500,
                Duration.ofSeconds(2),
                Duration.ofMillis(250),
                Duration.ofSeconds(20),
                Duration.ZERO,
                Duration.ofSeconds(1));
    }

    /** These time-outs with another {@link #head}. */
    public Timeouts withHead(Duration value) {
        return new Timeouts(
                value,
                idle,
                body,
                minBodyRate,
                write,
                minWriteRate,
                linger,
                drainIdle,
                drain,
                handler,
                idleUnderPressure);
    }

    /** These time-outs with another {@link #idle}. */
    public Timeouts withIdle(Duration value) {
        return new Timeouts(
                head,
                value,
                body,
                minBodyRate,
                write,
                minWriteRate,
                linger,
                drainIdle,
                drain,
                handler,
                idleUnderPressure);
    }

    /** These time-outs with another {@link #body} and {@link #minBodyRate}. */
    public Timeouts withBody(Duration grace, int bytesPerSecond) {
        return new Timeouts(
                head,
                idle,
                grace,
                bytesPerSecond,
                write,
                minWriteRate,
                linger,
                drainIdle,
                drain,
                handler,
                idleUnderPressure);
    }

    /** These time-outs with another {@link #write}. */
    public Timeouts withWrite(Duration value) {
        return new Timeouts(
                head,
                idle,
                body,
                minBodyRate,
                value,
                minWriteRate,
                linger,
                drainIdle,
                drain,
                handler,
                idleUnderPressure);
    }

    /** These time-outs with another {@link #minWriteRate}. */
    public Timeouts withMinWriteRate(int bytesPerSecond) {
        return new Timeouts(
                head,
                idle,
                body,
                minBodyRate,
                write,
                bytesPerSecond,
                linger,
                drainIdle,
                drain,
                handler,
                idleUnderPressure);
    }

    /** These time-outs with another {@link #linger}. */
    public Timeouts withLinger(Duration value) {
        return new Timeouts(
                head,
                idle,
                body,
                minBodyRate,
                write,
                minWriteRate,
                value,
                drainIdle,
                drain,
                handler,
                idleUnderPressure);
    }

    /** These time-outs with another {@link #drainIdle} and {@link #drain}. */
    public Timeouts withDrain(Duration forIdle, Duration forAll) {
        return new Timeouts(
                head,
                idle,
                body,
                minBodyRate,
                write,
                minWriteRate,
                linger,
                forIdle,
                forAll,
                handler,
                idleUnderPressure);
    }

    /** These time-outs with another {@link #handler}. */
    public Timeouts withHandler(Duration value) {
        return new Timeouts(
                head, idle, body, minBodyRate, write, minWriteRate, linger, drainIdle, drain, value, idleUnderPressure);
    }

    /** These time-outs with another {@link #idleUnderPressure}. */
    public Timeouts withIdleUnderPressure(Duration value) {
        return new Timeouts(
                head, idle, body, minBodyRate, write, minWriteRate, linger, drainIdle, drain, handler, value);
    }

    private static void notNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + value);
        }
    }

    private static void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative: " + value);
        }
    }
}
