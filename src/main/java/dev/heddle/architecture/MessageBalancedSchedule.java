package dev.heddle.architecture;

import dev.heddle.concurrent.Baton;
import dev.heddle.concurrent.BoundedExecutor;
import dev.heddle.concurrent.UtilizationMeter;
import dev.heddle.metrics.ServerStats.LaneStats;
import dev.heddle.metrics.ServerStats.SerialSectionStats;
import dev.heddle.net.Connection;
import dev.heddle.net.Listener;
import dev.heddle.net.ServerContext;
import dev.heddle.options.Architecture.MessageBalanced;
import dev.heddle.protocol.Lane;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Balances messages, not connections, as in RAMCloud: a dispatcher reads and sorts messages, and each is handled by a thread of its
 * own.
 *
 * <pre>
 *                        ┌── dispatcher: one at a time ──┐      ┌─ long lane ───► ≤ n at a time ─┐
 *   connection: wait ──► │ frame ─► sort ─► assign       │ ──►  ├─ normal lane ─► a thread each ─┼─► reply, in order
 *   connection: wait ──► │            inline              │      └────────────────────────────────┘
 *                        └───────────────────────────────┘
 * </pre>
 *
 * Long messages do not delay short ones: they wait in a lane of their own, which never occupies all carriers. Every message passes
 * through the dispatcher; its utilization is measured. With several dispatchers, the connections are divided among them.
 */
final class MessageBalancedSchedule implements Schedule, MessageDispatch {
    /** The serial section of the connections that share a dispatcher, and how busy it is. */
    private record Dispatcher(Baton baton, UtilizationMeter meter) {
        static Dispatcher create() {
            Baton baton = new Baton();
            return new Dispatcher(baton, new UtilizationMeter(baton::busyNanos));
        }
    }

    private final ServerContext context;
    private final AcceptorGroup acceptors;
    private final List<Dispatcher> dispatchers;
    private final BoundedExecutor normal;
    private final BoundedExecutor longRunning;
    private final LongAdder inline = new LongAdder();
    private final Executor workers;

    /** The dispatcher of the latest connection. Only for the acceptor's thread. */
    private int next;

    MessageBalancedSchedule(ServerContext context, MessageBalanced chosen) throws IOException {
        this.context = context;
        Listener listener = Listener.open(context);
        this.acceptors = AcceptorGroup.ofOne(context, listener);
        this.dispatchers = IntStream.range(0, chosen.dispatchers())
                .mapToObj(i -> Dispatcher.create())
                .toList();
        this.workers = context.threads().messages();
        // Bounded by the permits for messages in flight.
        this.normal = new BoundedExecutor("normal", Integer.MAX_VALUE, workers);
        this.longRunning =
                new BoundedExecutor("long", chosen.longLane(), context.threads().longMessages());
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
    public void stopAccepting(long timeoutNanos) {
        acceptors.stop(timeoutNanos);
    }

    private Runnable reader(Connection connection) {
        next = (next + 1) % dispatchers.size();
        Baton dispatcher = dispatchers.get(next).baton();
        return new PipelinedConnection(connection, context, dispatcher, this);
    }

    @Override
    public boolean handlesInline() {
        inline.increment();
        return true;
    }

    @Override
    public void dispatch(Lane lane, Runnable handle, Runnable reply) {
        if (lane == Lane.LONG_RUNNING) {
            longRunning.submit(() -> {
                handle.run();
                // A place in the lane is for handling: to wait for a turn, or for a slow reader, takes no carrier.
                startReply(reply);
            });
        } else {
            normal.submit(() -> {
                handle.run();
                reply.run();
            });
        }
    }

    /** Starts a thread to write a reply, or writes it here if none can be started. */
    private void startReply(Runnable reply) {
        try {
            workers.execute(reply);
        } catch (OutOfMemoryError e) {
            reply.run();
        }
    }

    @Override
    public void sample() {
        dispatchers.forEach(dispatcher -> dispatcher.meter().sample());
    }

    @Override
    public List<SerialSectionStats> serialSections() {
        return dispatchers.stream()
                .map(dispatcher -> Schedule.statsOf(dispatcher.baton(), dispatcher.meter()))
                .toList();
    }

    @Override
    public List<LaneStats> lanes() {
        return Stream.concat(
                        Stream.of(new LaneStats("inline", dispatchers.size(), 0, 0, inline.sum())),
                        Stream.of(normal, longRunning)
                                .map(lane -> new LaneStats(
                                        lane.name(), lane.limit(), lane.running(), lane.waiting(), lane.submitted())))
                .toList();
    }
}
