package dev.heddle.admin;

import dev.heddle.Server;
import dev.heddle.accesslog.AccessLog;
import dev.heddle.carrier.CustomScheduling;
import dev.heddle.metrics.BothEvents;
import dev.heddle.metrics.LoggingEvents;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.options.Limits;
import dev.heddle.options.Scheduler;
import dev.heddle.options.ServerOptions;
import dev.heddle.options.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A second server, for operators: metrics, health checks and thread dumps of the first one. It has a port, limits, a few descriptors and,
 * where there is a way to have them, carriers of its own, so that it answers however busy the first one is.
 *
 * <p><b>States.</b> Ready, until {@link #failReadiness}; never again after that.
 *
 * <p><b>Threads.</b> The thread that closes the first server says when it is no longer ready. Any thread may call any method.
 *
 * <p><b>Ordering.</b> One flag, nothing is published through it.
 */
public final class AdminServer implements AutoCloseable {
    /** Scrapers and probes: a handful, each with a connection or two. */
    private static final int CONNECTIONS = 64;

    private static final Duration DRAIN = Duration.ofSeconds(1);

    /** Well below {@link #DRAIN}: a client that only keeps its connection open after its reply is not reported as aborted. */
    private static final Duration LINGER = Duration.ofMillis(250);

    /** Of nearly as many connections as there is room for, those that are silent for longer give way. */
    private static final Duration IDLE_UNDER_PRESSURE = Duration.ofMillis(250);

    /**
     * How fast a client has to take a response, in bytes per second, once it has been slow for as long as its write timeout: what it is
     * sent is large only if it is a thread dump, and there is one of these at a time.
     */
    private static final int MIN_WRITE_RATE = 64 * 1024;

    private final AtomicBoolean leaving;
    private final SpareDescriptors spares;
    private final Server server;

    private AdminServer(AtomicBoolean leaving, SpareDescriptors spares, Server server) {
        this.leaving = leaving;
        this.spares = spares;
        this.server = server;
    }

    /** A connection that there was no descriptor for gets a spare one: the acceptor tries again at once. */
    private record DescriptorsForAccepts(SpareDescriptors spares) implements ServerEvents {
        @Override
        public void acceptFailed(int acceptor, Throwable cause, long backOffNanos) {
            spares.release();
        }
    }

    /**
     * Opens it; nothing is answered before {@link #start}.
     *
     * @param address the address to listen on
     * @param port the port; 0 for any free one
     * @param watched the server that it is about
     * @param serving whether that one takes requests, apart from {@link #failReadiness}
     * @param counters what that one's events have counted
     * @param log its access log; null if it has none
     * @throws IOException if the port cannot be listened on
     */
    public static AdminServer open(
            InetAddress address,
            int port,
            Supplier<Server> watched,
            BooleanSupplier serving,
            EventCounters counters,
            @Nullable AccessLog log)
            throws IOException {
        AtomicBoolean leaving = new AtomicBoolean();
        SpareDescriptors spares = new SpareDescriptors();
        BooleanSupplier ready = () -> !leaving.get() && serving.getAsBoolean();
        AdminHandler handler =
                new AdminHandler(() -> ServerMetrics.of(watched.get(), counters, ready.getAsBoolean(), log), ready);
        try {
            Server server = Server.http(handler)
                    .options(options(address, port))
                    .events(new BothEvents(new LoggingEvents(), new DescriptorsForAccepts(spares)))
                    .open();
            counters.giveWayTo(spares);
            return new AdminServer(leaving, spares, server);
        } catch (IOException | RuntimeException | Error e) {
            spares.close();
            throw e;
        }
    }

    private static ServerOptions options(InetAddress address, int port) {
        return ServerOptions.defaults()
                .withBind(address)
                .withPort(port)
                .withScheduler(CustomScheduling.whyNot().isPresent() ? Scheduler.JVM : Scheduler.OWN)
                .withLimits(Limits.builder().connections(CONNECTIONS).body(1024).build())
                .withTimeouts(Timeouts.defaults()
                        .withWrite(Duration.ofSeconds(10))
                        .withMinWriteRate(MIN_WRITE_RATE)
                        .withIdleUnderPressure(IDLE_UNDER_PRESSURE)
                        .withLinger(LINGER)
                        .withDrain(Duration.ZERO, DRAIN));
    }

    /** Starts to answer. After the server that it is about. */
    public void start() {
        server.start();
    }

    /** From now on the check for readiness fails, so that load balancers send nothing more. */
    public void failReadiness() {
        leaving.set(true);
    }

    /** Where it is. */
    public URI uri() {
        return server.uri().resolve("/");
    }

    /** Ends it; a response that is being sent has a second to end. */
    @Override
    public void close() {
        server.shutdown();
        spares.close();
    }
}
