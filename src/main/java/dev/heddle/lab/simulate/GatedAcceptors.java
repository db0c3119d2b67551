package dev.heddle.lab.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Acceptors, one for each worker, that take turns at one socket, through a gate. The one that has accepted starts its successor and serves
 * the connection itself.
 */
final class GatedAcceptors implements Accepting {
    private final SerialSection gate;
    private final Backlog backlog;
    private final Costs costs;
    private final Serving serving;
    private final UnaryOperator<Place> place;

    /** The worker whose acceptor holds the gate and waits for a connection; null while one is accepted. */
    private @Nullable Worker holder;

    /** @param place where the threads of connections run, of those that a worker has accepted */
    GatedAcceptors(
            List<Worker> workers,
            SerialSection gate,
            Backlog backlog,
            Costs costs,
            Serving serving,
            UnaryOperator<Place> place) {
        this.gate = gate;
        this.backlog = backlog;
        this.costs = costs;
        this.serving = serving;
        this.place = place;
        new ArrayList<>(workers).forEach(worker -> worker.arrive(0, () -> compete(worker)));
    }

    private void compete(Worker worker) {
        gate.acquire(worker, worker, by -> admitted(worker));
    }

    private void admitted(Worker worker) {
        if (backlog.isEmpty()) {
            holder = worker;
        } else {
            worker.follow(costs.accept(), () -> accepted(worker));
        }
    }

    @Override
    public void connect(SimulatedConnection connection) {
        backlog.add(connection);
        Worker waiting = holder;
        if (waiting != null) {
            holder = null;
            waiting.arrive(costs.accept(), () -> accepted(waiting));
        }
    }

    private void accepted(Worker worker) {
        SimulatedConnection connection = backlog.accept();
        gate.release();
        connection.setPlace(place.apply(worker));
        serving.accepted(connection);
        worker.follow(costs.start() + costs.gate() + costs.connection(), () -> serving.open(connection));
        worker.enqueue(0, () -> compete(worker));
    }

    @Override
    public List<Backlog> backlogs() {
        return List.of(backlog);
    }
}
