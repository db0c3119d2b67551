package dev.heddle.lab.simulate;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A server of one design: its workers, and how connections and messages come to them. */
final class SimulatedServer {
    private final Agenda agenda;
    private final Costs costs;
    private final Design design;
    private final SharedTasks shared = new SharedTasks();
    private final List<Worker> workers;
    private final LongSamples acceptWaits = new LongSamples();
    private final @Nullable SerialSection gate;
    private final Serving serving;
    private final Accepting accepting;

    /**
     * @param hash chooses the sockets of connections
     * @param reply told of each message that is answered
     */
    SimulatedServer(
            Agenda agenda,
            Processors processors,
            Costs costs,
            Design design,
            SplittableRandom hash,
            Consumer<Message> reply) {
        this.agenda = agenda;
        this.costs = costs;
        this.design = design;
        this.workers = each(
                design.workers(processors.count()),
                i -> new Worker(agenda, processors, shared, design.stealing(), costs.round(), costs.wake()));
        shared.setWorkers(workers);
        this.serving = serving(processors, reply);
        this.gate = design.architecture() == Design.Architecture.MULTI_ACCEPTOR
                ? new SerialSection(agenda, costs.resume())
                : null;
        this.accepting = accepting(hash);
    }

    private static <T> List<T> each(int count, IntFunction<T> create) {
        return IntStream.range(0, count).mapToObj(create).toList();
    }

    private Serving serving(Processors processors, Consumer<Message> reply) {
        if (design.architecture() != Design.Architecture.MESSAGE_BALANCED) {
            return new ConnectionServing(costs, reply);
        }
        int count = design.dispatchers() == 0 ? workers.size() : design.dispatchers();
        return new DispatchedServing(
                costs,
                each(count, i -> new SerialSection(agenda, costs.resume())),
                shared,
                longLane(processors),
                reply);
    }

    /** Where connections stay on their workers, long messages run on other threads: the JVM's carriers. */
    private LongLane longLane(Processors processors) {
        int limit = Math.max(1, workers.size() - 1);
        if (design.stealing()) {
            return new LongLane(shared, limit);
        }
        SharedTasks tasks = new SharedTasks();
        tasks.setWorkers(each(limit, i -> new Worker(agenda, processors, tasks, true, 0, costs.wake())));
        return new LongLane(tasks, limit);
    }

    private Accepting accepting(SplittableRandom hash) {
        return switch (design.architecture()) {
            case SINGLE_THREADED, SINGLE_ACCEPTOR, MESSAGE_BALANCED ->
                new SingleAcceptor(workers.getFirst(), places(), new Backlog(agenda, acceptWaits), costs, serving);
            case MULTI_ACCEPTOR ->
                new GatedAcceptors(
                        workers,
                        Objects.requireNonNull(gate),
                        new Backlog(agenda, acceptWaits),
                        costs,
                        serving,
                        this::placeOf);
            case SOCKET_SHARDED ->
                new ShardedAcceptors(
                        workers,
                        this::placeOf,
                        each(workers.size(), i -> new Backlog(agenda, acceptWaits)),
                        costs,
                        serving,
                        hash);
        };
    }

    private Place placeOf(Place worker) {
        return design.stealing() ? shared : worker;
    }

    private List<Place> places() {
        return workers.stream().map(this::placeOf).toList();
    }

    void connect(SimulatedConnection connection) {
        accepting.connect(connection);
    }

    void receive(Message message) {
        serving.receive(message);
    }

    Kind.Lane lane(Kind kind) {
        return design.lane(kind.lane());
    }

    List<Worker> workers() {
        return workers;
    }

    /** How long connections have waited to be accepted. */
    LongSamples acceptWaits() {
        return acceptWaits;
    }

    /** For each queue of connections, how long one was waiting in it. */
    List<Long> backlogNanos() {
        return accepting.backlogs().stream().map(Backlog::waitingNanos).toList();
    }

    /** For each dispatcher, how long it was held. */
    List<Long> dispatcherNanos() {
        return serving.dispatchers().stream().map(SerialSection::heldNanos).toList();
    }

    /** How long acceptors have waited for the gate, in all; 0 if there is none. */
    long gateWaitNanos() {
        return gate == null ? 0 : gate.waitNanos();
    }

    /** What has been used and counted so far. */
    Snapshot snapshot() {
        return new Snapshot(
                agenda.now(),
                workers.stream().map(Worker::busyNanos).toList(),
                workers.stream().map(Worker::messages).toList(),
                backlogNanos(),
                dispatcherNanos());
    }

    /** The counters of a server at a time. Lists have an entry for each worker, queue or dispatcher. */
    record Snapshot(
            long at, List<Long> busyNanos, List<Long> messages, List<Long> backlogNanos, List<Long> dispatcherNanos) {}
}
