package dev.heddle.net;

import dev.heddle.carrier.Carrier;
import dev.heddle.carrier.CarrierGroup;
import dev.heddle.concurrent.StarvationGuard;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.metrics.ServerStats.WorkerStats;
import dev.heddle.options.Architecture;
import dev.heddle.options.CarrierThreads;
import dev.heddle.options.Placement;
import dev.heddle.options.Scheduler;
import dev.heddle.options.ServerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Threads on carriers of the server's own, one for each worker of its architecture. A connection stays on its carrier.
 *
 * <p>No guard against starvation is needed: a {@link Carrier} looks at everything in each of its rounds.
 */
final class OwnThreads extends ServerThreads {
    /** The longest wait for the carriers to end: they do at once, unless a handler goes on. */
    private static final long END_MILLIS = 500;

    private final CarrierGroup group;
    private final Architecture architecture;
    private final Placement placement;

    /** Never used to start a thread: so no thread of this server yields to others. */
    private final StarvationGuard unused = new StarvationGuard();

    /** The number of connections placed so far. Only for the acceptor's thread: with several acceptors each keeps its connections. */
    private int placed;

    private OwnThreads(CarrierGroup group, ServerOptions options) {
        this.group = group;
        this.architecture = options.architecture();
        this.placement = options.placement();
    }

    static OwnThreads of(ServerOptions options, ServerEvents events) throws IOException {
        int size = options.architecture() instanceof Architecture.SingleThreaded ? 1 : CarrierThreads.count();
        return new OwnThreads(CarrierGroup.open(size, events::carrierFailed), options);
    }

    @Override
    public Scheduler scheduler() {
        return Scheduler.OWN;
    }

    @Override
    public int carriers() {
        return group.carriers().size();
    }

    @Override
    StarvationGuard starvation() {
        return unused;
    }

    @Override
    public void start() {
        group.start();
    }

    @Override
    Carrier carrierOf(Socket accepted) {
        return ((CarrierSocket) accepted).carrier();
    }

    @Override
    public void startAcceptor(int index, Runnable task) {
        group.carrier(index).start(acceptorName(index), task);
    }

    @Override
    public void startConnection(Connection connection, Runnable task) {
        if (architecture.acceptors() == 1) {
            connection.move(chosen());
        }
        connection.carrier().start(CONNECTION, task);
    }

    private Carrier chosen() {
        return switch (placement) {
            case ROUND_ROBIN -> group.carrier(placed++);
            case LEAST_CONNECTIONS ->
                group.carriers().stream()
                        .min(Comparator.comparingLong(
                                carrier -> carrier.connections().sum()))
                        .orElseThrow();
        };
    }

    @Override
    void startRejection(Connection rejected, Runnable task) {
        rejected.carrier().start(REJECTION, task);
    }

    @Override
    void startReadAhead(Runnable task) {
        group.startAnywhere(READ_AHEAD, task);
    }

    @Override
    void startCancel(Runnable task) {
        group.startAnywhere(CANCEL, task);
    }

    @Override
    public void nudgeScheduler() {}

    @Override
    public Executor messages() {
        return task -> group.startMessage(MESSAGE, task);
    }

    /**
     * {@inheritDoc} They are on the JVM's carriers: a connection is read by one carrier only, and would wait there for as long as a
     * message computes.
     */
    @Override
    public Executor longMessages() {
        return task -> group.startOnJvmCarriers(MESSAGE, task);
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // the scheduler is ours: what yields comes after all that waits
    void yieldAfterComputation() {
        Thread.yield();
    }

    @Override
    ListeningSocket listen(InetSocketAddress address, int backlog, boolean shared) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (shared) {
                requireReusePort(channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT));
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(address, backlog);
            return new CarrierListeningSocket(channel, group);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public List<WorkerStats> workers() {
        return group.carriers().stream()
                .map(carrier -> new WorkerStats(
                        carrier.connections().sum(),
                        carrier.messages().sum(),
                        carrier.utilization().sinceStart(),
                        carrier.utilization().recent(),
                        Duration.ofNanos(carrier.utilization().busyNanos())))
                .toList();
    }

    @Override
    public void sample() {
        group.carriers().forEach(carrier -> carrier.utilization().sample());
    }

    @Override
    public void close() {
        group.close();
    }

    @Override
    public void awaitEnded() {
        group.awaitEnded(END_MILLIS);
    }
}
