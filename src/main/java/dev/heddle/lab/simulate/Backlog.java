package dev.heddle.lab.simulate;

import java.util.ArrayDeque;
import java.util.Deque;

/** The kernel's queue of one listening socket. */
final class Backlog {
    private final Deque<SimulatedConnection> queue = new ArrayDeque<>();
    private final BusyClock waiting;
    private final Agenda agenda;
    private final LongSamples waits;

    /** @param waits receives how long each connection has waited */
    Backlog(Agenda agenda, LongSamples waits) {
        this.agenda = agenda;
        this.waiting = new BusyClock(agenda);
        this.waits = waits;
    }

    void add(SimulatedConnection connection) {
        queue.add(connection);
        waiting.set(true);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    SimulatedConnection accept() {
        SimulatedConnection first = queue.remove();
        waits.add(agenda.now() - first.connectedAt());
        waiting.set(!queue.isEmpty());
        return first;
    }

    /** For how long a connection was waiting here. */
    long waitingNanos() {
        return waiting.nanos();
    }
}
