package dev.heddle.options;

import java.time.Duration;

/**
 * How long a server waits. Every timeout but {@code handler} and {@code firstMessage} is on by default; {@link Duration#ZERO} turns one off. Immutable; the
 * constructor throws {@link IllegalArgumentException} for a negative value. Times count in whole milliseconds: a shorter one counts as
 * 1 ms, and one above {@link #LONGEST} as that, which is forever.
 *
 * <p>A watchdog enforces them, every {@value #PRECISION_MILLIS} ms: none is enforced more than that early or, on a machine that is
 * not overloaded, more than that late.
 *
 * {@snippet :
 * Timeouts timeouts = Timeouts.defaults().withIdle(Duration.ofSeconds(75)).withHandler(Duration.ofSeconds(10));
 * Server server = Server.http(request -> Response.text("hello")).timeouts(timeouts).start();
 * }
 *
 * @param head from the first byte of a message to the end of its head (default 10 s), however slowly the bytes arrive; beyond it an
 *     error reply (HTTP: 408) and close
 * @param idle between two messages, and before the first (default 30 s); beyond it close
 * @param firstMessage before the first message of a connection, if that is shorter than {@code idle} (default off); beyond it close
 * @param body the grace for a request body (default 10 s), in addition to the time that it needs at {@code minBodyRate}. Only
 *     waiting for the client counts, not the handler's own time; beyond it the handler's read fails, and the client gets 408 and
 *     close
 * @param minBodyRate the minimum rate of a request body, in bytes per second (default 500). A client that has been faster may pause
 *     later, for at most six times {@code body}. At 0 there is no rate, and {@code body} is the longest wait for the next bytes
 * @param write how long the peer may take for the next part of a reply, at most 65536 bytes (default 30 s); beyond it the connection
 *     is aborted
 * @param minWriteRate the minimum rate at which a peer takes replies, in bytes per second (default 500). Only waiting for the peer
 *     counts; {@code write} is the grace, and a peer that has been faster may pause as with {@code minBodyRate}; beyond it the
 *     connection is aborted. It is for small parts, each taken in time, that could go on forever; at 0 there is no rate
 * @param linger how long a client may go on sending, or be silent, after its last reply (default 2 s); beyond it the connection is
 *     closed. A client that sends on and may still be reading a long reply has as long as {@code write} and {@code minWriteRate} allow
 * @param drainIdle how long a closing server waits for one more message on idle connections (default 250 ms): it is answered with
 *     {@code Connection: close}, so that a busy client loses nothing
 * @param drain how long a closing server waits for messages in flight (default 20 s); beyond it connections are aborted
 * @param handler from the call of a handler until it returns, including its waits for its client (default off); beyond it the
 *     server reports the handler's stack and interrupts its thread, once
 * @param idleUnderPressure how long a connection may at least be idle, or slow in the middle of a message or its reply, when more than
 *     15/16 of {@link Limits#connections}, {@link Limits#messagesInFlight} or {@link Limits#bufferMemory} are in use, or the heap is
 *     full (default 1 s): those that have been so for longer are closed, longest first. At 0 none is closed for that reason
 */
public record Timeouts(
        Duration head,
        Duration idle,
        Duration firstMessage,
        Duration body,
        int minBodyRate,
        Duration write,
        int minWriteRate,
        Duration linger,
        Duration drainIdle,
        Duration drain,
        Duration handler,
        Duration idleUnderPressure) {
    /** The period of the watchdog, and so the precision of the timeouts, in milliseconds. */
    public static final int PRECISION_MILLIS = 250;

    /** The longest time, a hundred years: in nanoseconds too, no deadline that begins now overflows. */
    public static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Duration SHORTEST = Duration.ofMillis(1);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is not allowed
     */
    public Timeouts {
        notNegative("head", head);
        notNegative("idle", idle);
        notNegative("firstMessage", firstMessage);
        notNegative("body", body);
        notNegative("write", write);
        notNegative("linger", linger);
        notNegative("drainIdle", drainIdle);
        notNegative("drain", drain);
        notNegative("handler", handler);
        notNegative("idleUnderPressure", idleUnderPressure);
        notNegative("minBodyRate", minBodyRate);
        notNegative("minWriteRate", minWriteRate);
        head = bounded(head);
        idle = bounded(idle);
        firstMessage = bounded(firstMessage);
        body = bounded(body);
        write = bounded(write);
        linger = bounded(linger);
        drainIdle = bounded(drainIdle);
        drain = bounded(drain);
        handler = bounded(handler);
        idleUnderPressure = bounded(idleUnderPressure);
    }

    /** A time as it counts: zero if it is zero or negative, otherwise from 1 ms to {@link #LONGEST}. */
    public static Duration bounded(Duration time) {
        if (!time.isPositive()) {
            return Duration.ZERO;
        }
        Duration atLeast = time.compareTo(SHORTEST) < 0 ? SHORTEST : time;
        return atLeast.compareTo(LONGEST) < 0 ? atLeast : LONGEST;
    }

    /** The defaults. */
    public static Timeouts defaults() {
        return new Timeouts(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ZERO,
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

    /** These timeouts with another {@link #head}. */
    public Timeouts withHead(Duration value) {
        return new Timeouts(
                value,
                idle,
                firstMessage,
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

    /** These timeouts with another {@link #idle}. */
    public Timeouts withIdle(Duration value) {
        return new Timeouts(
                head,
                value,
                firstMessage,
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

    /** These timeouts with another {@link #firstMessage}. */
    public Timeouts withFirstMessage(Duration value) {
        return new Timeouts(
                head,
                idle,
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

    /** These timeouts with another {@link #body} and {@link #minBodyRate}. */
    public Timeouts withBody(Duration grace, int bytesPerSecond) {
        return new Timeouts(
                head,
                idle,
                firstMessage,
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

    /** These timeouts with another {@link #write}. */
    public Timeouts withWrite(Duration value) {
        return new Timeouts(
                head,
                idle,
                firstMessage,
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

    /** These timeouts with another {@link #minWriteRate}. */
    public Timeouts withMinWriteRate(int bytesPerSecond) {
        return new Timeouts(
                head,
                idle,
                firstMessage,
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

    /** These timeouts with another {@link #linger}. */
    public Timeouts withLinger(Duration value) {
        return new Timeouts(
                head,
                idle,
                firstMessage,
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

    /** These timeouts with another {@link #drainIdle} and {@link #drain}. */
    public Timeouts withDrain(Duration forIdle, Duration forAll) {
        return new Timeouts(
                head,
                idle,
                firstMessage,
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

    /** These timeouts with another {@link #handler}. */
    public Timeouts withHandler(Duration value) {
        return new Timeouts(
                head,
                idle,
                firstMessage,
                body,
                minBodyRate,
                write,
                minWriteRate,
                linger,
                drainIdle,
                drain,
                value,
                idleUnderPressure);
    }

    /** These timeouts with another {@link #idleUnderPressure}. */
    public Timeouts withIdleUnderPressure(Duration value) {
        return new Timeouts(
                head,
                idle,
                firstMessage,
                body,
                minBodyRate,
                write,
                minWriteRate,
                linger,
                drainIdle,
                drain,
                handler,
                value);
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
