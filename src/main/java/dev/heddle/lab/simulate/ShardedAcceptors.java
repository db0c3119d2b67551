package dev.heddle.lab.simulate;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** An acceptor and a socket for each worker; a hash of the client's address and port chooses the socket. */
final class ShardedAcceptors implements Accepting {
    private final List<Acceptor> acceptors;
    private final SplittableRandom hash;

    /**
     * @param place where the threads of connections run, of those that a worker has accepted
     * @param hash the ports of the clients are anything: to be drawn is the same
     */
    ShardedAcceptors(
            List<Worker> workers,
            UnaryOperator<Place> place,
            List<Backlog> backlogs,
            Costs costs,
            Serving serving,
            SplittableRandom hash) {
        this.hash = hash;
        this.acceptors = IntStream.range(0, workers.size())
                .mapToObj(i -> new Acceptor(
                        workers.get(i), backlogs.get(i), costs, () -> place.apply(workers.get(i)), serving))
                .toList();
    }

    @Override
    public void connect(SimulatedConnection connection) {
        acceptors.get(hash.nextInt(acceptors.size())).connect(connection);
    }

    @Override
    public List<Backlog> backlogs() {
        return acceptors.stream().map(Acceptor::backlog).toList();
    }
}
