package dev.heddle.lab.simulate;

/** A request, and whether it was handled. */
final class Message {
    private final SimulatedConnection connection;
    private final int kind;
    private final Kind.Lane lane;
    private final long handlerNanos;
    private final long sentAt;
    private boolean handled;

    Message(SimulatedConnection connection, int kind, Kind.Lane lane, long handlerNanos, long sentAt) {
        this.connection = connection;
        this.kind = kind;
        this.lane = lane;
        this.handlerNanos = handlerNanos;
        this.sentAt = sentAt;
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

    boolean isHandled() {
        return handled;
    }

    void setHandled() {
        handled = true;
    }
}
