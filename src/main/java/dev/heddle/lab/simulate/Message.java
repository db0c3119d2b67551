package dev.heddle.lab.simulate;

import org.jspecify.annotations.Nullable;

/** A request, and whether it was handled. */
final class Message {
    private final SimulatedConnection connection;
    private final int kind;
    private final Kind.Lane lane;
    private final long handlerNanos;
    private final long sentAt;
    private final @Nullable Core sentFrom;
    private boolean handled;

    /** @param sentFrom the core of the client's thread; null for a client elsewhere */
    Message(
            SimulatedConnection connection,
            int kind,
            Kind.Lane lane,
            long handlerNanos,
            long sentAt,
            @Nullable Core sentFrom) {
        this.connection = connection;
        this.kind = kind;
        this.lane = lane;
        this.handlerNanos = handlerNanos;
        this.sentAt = sentAt;
        this.sentFrom = sentFrom;
    }

    SimulatedConnection connection() {
        return connection;
    }

    int kind() {
        return kind;
    }

    Kind.Lane lane() {
        return lane;
    }

    long handlerNanos() {
        return handlerNanos;
    }

    long sentAt() {
        return sentAt;
    }

    @Nullable
    Core sentFrom() {
        return sentFrom;
    }

    boolean isHandled() {
        return handled;
    }

    void setHandled() {
        handled = true;
    }
}
