package dev.heddle.lab.simulate;

import java.util.function.Supplier;

/**
 * An acceptor with a socket of its own: it accepts as long as there are connections, and starts a thread for each on a worker. As all
 * threads it has a worker itself.
 */
final class Acceptor {
    private final Worker worker;
    private final Backlog backlog;
    private final Costs costs;
    private final Supplier<? extends Place> placement;
    private final Serving serving;
    private boolean accepting;

    Acceptor(Worker worker, Backlog backlog, Costs costs, Supplier<? extends Place> placement, Serving serving) {
        this.worker = worker;
        this.backlog = backlog;
        this.costs = costs;
        this.placement = placement;
        this.serving = serving;
    }

    Backlog backlog() {
        return backlog;
    }

    void connect(SimulatedConnection connection) {
        backlog.add(connection);
        if (!accepting) {
            accepting = true;
            worker.arrive(costs.accept() + costs.start(), this::accepted);
        }
    }

    private void accepted() {
        SimulatedConnection connection = backlog.accept();
        connection.setPlace(placement.get());
        serving.accepted(connection);
        connection.place().run(costs.connection(), by -> serving.open(connection));
        accepting = !backlog.isEmpty();
        if (accepting) {
            worker.follow(costs.accept() + costs.start(), this::accepted);
        }
    }
}
