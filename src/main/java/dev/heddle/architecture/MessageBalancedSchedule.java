package dev.heddle.architecture;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.Baton;
import dev.heddle.concurrent.BoundedExecutor;
import dev.heddle.concurrent.Counter;
import dev.heddle.concurrent.UtilizationMeter;
import dev.heddle.metrics.ServerStats.LaneStats;
import dev.heddle.metrics.ServerStats.SerialSectionStats;
import dev.heddle.net.Acceptor;
import dev.heddle.net.Connection;
import dev.heddle.net.Listener;
import dev.heddle.net.ServerContext;
import dev.heddle.options.Architecture.MessageBalanced;
import dev.heddle.protocol.Lane;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Messages, not connections, are balanced, as in RAMCloud: a dispatcher reads and sorts them, and each is handled by a thread of
 * its own.
 *
 * <pre>
 *                        ┌── dispatcher: one at a time ──┐      ┌─ long lane ───► ≤ n at a time ─┐
 *   connection: wait ──► │ frame ─► sort ─► assign       │ ──►  ├─ normal lane ─► a thread each ─┼─► reply, in order
 *   connection: wait ──► │            inline              │      └────────────────────────────────┘
 *                        └───────────────────────────────┘
 * </pre>
 *
 * A few long messages delay no short ones: they wait in a lane of their own, which may never have all the carriers. The
 * dispatcher is what everything passes through; how much of its time is spent is measured. With several of them the
 * connections are divided among them.
 */
final class MessageBalancedSchedule implements Schedule {
    private final ServerContext context;
    private final AcceptorGroup acceptors;
    private final List<UtilizationMeter> dispatchers;
    private final Admission inFlight;
    private final BoundedExecutor normal;
    private final BoundedExecutor longs;
    private final Counter inline = new Counter();
    private final ThreadFactory connections = ServerThreads.connections();
    private final Executor workers = ServerThreads.messages();

    /** Counts connections to divide them among the dispatchers; only the acceptor's thread touches it. */
    private int next;

    MessageBalancedSchedule(ServerContext context, MessageBalanced chosen) throws IOException {
        this.context = context;
        Listener listener = Listener.open(context.options());
        this.acceptors = new AcceptorGroup(context, List.of(listener), List.of(new Acceptor(0, listener, context)));
        this.dispatchers = IntStream.range(0, chosen.dispatchers())
                .mapToObj(i -> new UtilizationMeter(new Baton()))
                .toList();
        this.inFlight = Objects.requireNonNull(context.messages(), "no bound on messages");
        // As many as may be handled at all, besides those that have been and wait for their turn to be answered.
        this.normal = new BoundedExecutor("normal", Integer.MAX_VALUE, workers);
        this.longs = new BoundedExecutor("long", chosen.longLane(), workers);
    }

    @Override
    public InetSocketAddress address() {
        return acceptors.listener().address();
    }

    @Override
    public void start() {
        acceptors.startAcceptingAll(this::reader);
    }

    @Override
    public void stopAccepting(long patienceNanos) {
        acceptors.stop(patienceNanos);
    }

    private Thread reader(Connection connection) {
        next = (next + 1) % dispatchers.size();
        Baton dispatcher = dispatchers.get(next).baton();
        return connections.newThread(new PipelinedConnection(connection, context, dispatcher, this));
    }

    /** The room for messages in flight, of all connections. */
    Admission inFlight() {
        return inFlight;
    }

    /** Gives a message to a lane's workers. */
    void assign(Lane name, Runnable message) {
        (name == Lane.LONG_RUNNING ? longs : normal).submit(message);
    }

    /** Starts a thread to write a reply, or does it here where there is none to be had. */
    void startAnswer(Runnable answer) {
        try {
            workers.execute(answer);
        } catch (OutOfMemoryError e) {
            answer.run();
        }
    }

    /** Counts a message that its dispatcher handles itself. */
    void countInline() {
        inline.increment();
    }

    @Override
    public void sample() {
        dispatchers.forEach(UtilizationMeter::sample);
    }

    @Override
    public List<SerialSectionStats> serialSections() {
        return dispatchers.stream().map(ServerThreads::stats).toList();
    }

    @Override
    public List<LaneStats> lanes() {
        return Stream.concat(
                        Stream.of(new LaneStats("inline", dispatchers.size(), 0, 0, inline.get())),
                        Stream.of(normal, longs)
                                .map(lane -> new LaneStats(
                                        lane.name(), lane.limit(), lane.running(), lane.waiting(), lane.submitted())))
                .toList();
    }
}
