package dev.heddle.lab.simulate;

import java.util.List;

/** One acceptor, that gives connections to all workers in turn. */
final class SingleAcceptor implements Accepting {
    private final List<? extends Place> places;
    private final Acceptor acceptor;
    private int placed;

    /** @param places where the threads of connections run, in turn */
    SingleAcceptor(Worker worker, List<? extends Place> places, Backlog backlog, Costs costs, Serving serving) {
        this.places = places;
        this.acceptor = new Acceptor(worker, backlog, costs, this::next, serving);
    }

    private Place next() {
        return places.get(placed++ % places.size());
    }

    @Override
    public void connect(SimulatedConnection connection) {
        acceptor.connect(connection);
    }

    @Override
    public List<Backlog> backlogs() {
        return List.of(acceptor.backlog());
    }
}
