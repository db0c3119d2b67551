package dev.heddle.lab.compare;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A look at a server while something else loads it. */
final class ServerSnapshot {
    private final ServerUnderTest server;
    private final AtomicReference<List<Double>> connections = new AtomicReference<>(List.of());

    ServerSnapshot(ServerUnderTest server) {
        this.server = server;
    }

    /** Looks after a time. */
    void take(long afterMillis) {
        try {
            Thread.sleep(afterMillis);
            connections.set(server.stats().workerConnections());
        } catch (IOException e) {
            // The figure is missing then.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The connections of each worker at that time; empty if it is not known. */
    List<Double> connections() {
        return connections.get();
    }
}
