package dev.heddle.lab.simulate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection, between the kernel that has it at first and the worker that it gets. */
final class SimulatedConnection {
    private final int client;
    private final long connectedAt;
    private @Nullable Place place;

    /** What the kernel has received and no one has read. */
    private final Deque<Message> received = new ArrayDeque<>();

    /** Messages that other threads handle, in the order of the requests. */
    private final Deque<Message> outstanding = new ArrayDeque<>();

    private boolean reading = true;
    private @Nullable SerialSection dispatcher;

    /** @param client which of the client's connections it is, or replaces */
    SimulatedConnection(int client, long connectedAt) {
        this.client = client;
        this.connectedAt = connectedAt;
    }

    int client() {
        return client;
    }

    long connectedAt() {
        return connectedAt;
    }

    Place place() {
        return Objects.requireNonNull(place, "no one has accepted it yet");
    }

    void setPlace(Place chosen) {
        place = chosen;
    }

    SerialSection dispatcher() {
        return Objects.requireNonNull(dispatcher, "it has no dispatcher");
    }

    void setDispatcher(SerialSection chosen) {
        dispatcher = chosen;
    }

    Deque<Message> received() {
        return received;
    }

    Deque<Message> outstanding() {
        return outstanding;
    }

    /** Whether its thread does something, or has not begun; if so it looks at what is received by itself. */
    boolean isReading() {
        return reading;
    }

    void setReading(boolean isReading) {
        reading = isReading;
    }
}
