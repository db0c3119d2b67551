package dev.heddle.lab.simulate;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The clients of a workload: they connect, send requests and receive replies. */
final class Client {
    private final Agenda agenda;
    private final Processors processors;
    private final Costs costs;
    private final Workload workload;
    private final SplittableRandom arrivals;
    private final SplittableRandom kinds;

    /** Threads on the server's own cores; none for clients elsewhere. */
    private final List<Worker> threads;

    /** The connections' rates, and the kinds' weights, added up. */
    private final double[] rates;

    private final double[] weights;
    private final SimulatedConnection[] connections;
    private final SimulatedServer server;

    Client(
            Agenda agenda,
            Processors processors,
            Costs costs,
            Workload workload,
            SimulatedServer server,
            SplittableRandom random) {
        this.agenda = agenda;
        this.processors = processors;
        this.costs = costs;
        this.workload = workload;
        this.server = server;
        this.arrivals = random.split();
        this.kinds = random.split();
        SharedTasks none = new SharedTasks();
        this.threads = IntStream.range(0, workload.clientThreads())
                .mapToObj(i -> new Worker(agenda, processors, none, false, costs.clientRound(), costs.clientWake()))
                .toList();
        this.rates = sums(IntStream.range(0, workload.connections())
                .mapToDouble(i -> Math.pow(i + 1.0, -workload.zipf()))
                .toArray());
        this.weights = sums(workload.kinds().stream().mapToDouble(Kind::weight).toArray());
        this.connections = new SimulatedConnection[workload.connections()];
    }

    private static double[] sums(double[] parts) {
        double[] sums = parts.clone();
        Arrays.parallelPrefix(sums, Double::sum);
        return sums;
    }

    private static int drawn(double[] sums, SplittableRandom random) {
        int found = Arrays.binarySearch(sums, random.nextDouble() * sums[sums.length - 1]);
        return Math.min(found < 0 ? -found - 1 : found + 1, sums.length - 1);
    }

    List<Worker> threads() {
        return threads;
    }

    /** Opens all connections, at once. */
    void start() {
        for (int i = 0; i < connections.length; i++) {
            int number = i;
            spend(number, costs.clientConnection(), () -> connect(number));
        }
        if (workload.arrivals() instanceof Workload.Poisson poisson) {
            // All are connected by then.
            agenda.after(2 * workload.networkNanos(), () -> planArrival(1e9 / poisson.perSecond()));
        }
    }

    private void connect(int number) {
        SimulatedConnection connection = new SimulatedConnection(number, agenda.now());
        connections[number] = connection;
        server.connect(connection);
        if (!(workload.arrivals() instanceof Workload.Poisson)) {
            send(connection);
        }
    }

    private void planArrival(double meanNanos) {
        agenda.after(Kind.exponential(arrivals, meanNanos), () -> {
            planArrival(meanNanos);
            send(connections[drawn(rates, arrivals)]);
        });
    }

    private void send(SimulatedConnection connection) {
        int number = drawn(weights, kinds);
        Kind kind = workload.kinds().get(number);
        long handlerNanos = kind.handlerNanos().applyAsLong(kinds);
        server.receive(
                new Message(connection, number, server.lane(kind), handlerNanos, agenda.now(), processors.acting()));
    }

    /** Receives a reply, and sends what follows. */
    void replied(Message message) {
        SimulatedConnection connection = message.connection();
        switch (workload.arrivals()) {
            case Workload.KeepAlive() -> spend(connection.client(), costs.clientRequest(), () -> send(connection));
            case Workload.NewConnections() ->
                spend(
                        connection.client(),
                        costs.clientRequest() + costs.clientConnection(),
                        () -> connect(connection.client()));
            case Workload.Poisson poisson -> {}
        }
    }

    /** Uses processor time of the client's thread, or the time of a way through the network and back. */
    private void spend(int connection, long nanos, Runnable then) {
        if (threads.isEmpty()) {
            agenda.after(2 * workload.networkNanos(), then);
        } else {
            Worker thread = threads.get(connection % threads.size());
            Core from = processors.acting();
            thread.arrive(nanos, () -> thread.read(from, costs.clientCrossing(), then));
        }
    }
}
