package dev.heddle;

import dev.heddle.architecture.Schedule;
import dev.heddle.concurrent.Peak;
import dev.heddle.concurrent.Setting;
import dev.heddle.http.Handler;
import dev.heddle.http1.Http1Protocol;
import dev.heddle.metrics.GuardedEvents;
import dev.heddle.metrics.LoggingEvents;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.metrics.ServerStats;
import dev.heddle.net.Connection;
import dev.heddle.net.Drain;
import dev.heddle.net.ServerContext;
import dev.heddle.net.ServerContext.Counters;
import dev.heddle.net.Watchdog;
import dev.heddle.options.Architecture;
import dev.heddle.options.CarrierThreads;
import dev.heddle.options.Limits;
import dev.heddle.options.ServerOptions;
import dev.heddle.options.Timeouts;
import dev.heddle.protocol.Protocol;
import dev.heddle.protocol.SocketLayer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A server: a protocol with a handler, served by a threading architecture.
 *
 * <p>It is open, listening and not accepting yet, when {@link Builder#open} returns; it accepts from {@link #start} on, until
 * {@link #close} has answered what was in flight. Any thread may call any method.
 */
public final class Server implements AutoCloseable {
    private static final long FOREVER = Long.MAX_VALUE;

    /** For a drain time-out that is turned off: as long as a deadline by {@link System#nanoTime} can be told apart. */
    private static final Duration NO_LIMIT = Duration.ofDays(36_500);

    /** Set when the JVM's operator has been told. */
    private static final Setting<Boolean> ADVISED = new Setting<>(null);

    private final ServerContext context;
    private final Schedule schedule;
    private final Watchdog watchdog;
    private final Peak inFlightPeak = new Peak();
    private final long openedAt = System.nanoTime();

    private Server(ServerContext context) throws IOException {
        this.context = context;
        this.schedule = Schedule.open(context);
        this.watchdog = new Watchdog(context, this::sample);
    }

    /**
     * A server that answers HTTP/1.1 requests with a handler.
     *
     * @param handler called for each request; which thread calls it, and whether two calls may overlap, is up to the
     *     architecture
     */
    public static Builder http(Handler handler) {
        return new Builder(options -> new Http1Protocol(handler, options.limits()));
    }

    /** A server of any protocol. */
    public static Builder of(Protocol protocol) {
        return new Builder(options -> protocol);
    }

    /**
     * Begins to accept.
     *
     * @return this server
     * @throws IllegalStateException if it was started or closed before
     */
    public Server start() {
        context.lifecycle().start();
        CarrierThreads.advice().filter(advice -> ADVISED.setFirst(true)).ifPresent(context.events()::misconfigured);
        watchdog.start();
        schedule.start();
        return this;
    }

    /** The address that it listens on. */
    public InetSocketAddress address() {
        return schedule.address();
    }

    /** The port that it listens on. */
    public int port() {
        return address().getPort();
    }

    /** How to reach it: {@code http://127.0.0.1:8080}. */
    public URI uri() {
        String host = address().getAddress().getHostAddress();
        String literal = host.contains(":") ? "[" + host + "]" : host;
        return URI.create(context.protocol().scheme() + "://" + literal + ":" + port());
    }

    /** What it was told to be. */
    public ServerOptions options() {
        return context.options();
    }

    /** What it has done so far. */
    public ServerStats stats() {
        long inFlight = messagesInFlight();
        inFlightPeak.reached(inFlight);
        return new ServerStats(
                context.options().architecture().label(),
                CarrierThreads.count(),
                Duration.ofNanos(System.nanoTime() - openedAt),
                context.admission().inUse(),
                context.admission().peak(),
                sum(counters -> counters.accepted().get()),
                sum(counters -> counters.rejected().get()),
                sum(counters -> counters.rejectedMessages().get()),
                context.bufferBudget().bytes().used(),
                sum(counters -> counters.failures().get()),
                sum(counters -> counters.finished().get()),
                context.counters().stream()
                        .map(counters -> counters.finished().get())
                        .toList(),
                inFlight,
                inFlightPeak.get(),
                schedule.acceptGate(),
                schedule.serialSections(),
                schedule.lanes());
    }

    /**
     * Stops accepting, answers what is in flight, and returns when all connections have ended, at the latest soon after the
     * drain time-out. Called again it waits for the first call to end. Not for a handler to call, which it would wait for.
     */
    @Override
    public void close() {
        shutdown();
    }

    /**
     * Closes as {@link #close()} does.
     *
     * @return whether everything ended by itself
     */
    public boolean shutdown() {
        Duration patience = context.options().timeouts().drain();
        return close(patience.isZero() ? NO_LIMIT : patience);
    }

    /**
     * Closes as {@link #close()} does, with another patience.
     *
     * @param patience how long to wait for what is in flight; connections that outlast it are cut, and the threads that serve
     *     them are interrupted
     * @return whether everything ended by itself
     */
    public boolean close(Duration patience) {
        long patienceNanos = (patience.compareTo(NO_LIMIT) < 0 ? patience : NO_LIMIT).toNanos();
        if (!context.lifecycle().drain()) {
            context.lifecycle().awaitClosed(FOREVER);
            return true;
        }
        long until = System.nanoTime() + patienceNanos;
        context.admission().close();
        schedule.stopAccepting(patienceNanos);
        int cut = new Drain(context).drain(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
        if (cut > 0) {
            context.events().connectionsAborted(cut);
        }
        context.events().closed();
        context.lifecycle().close();
        try {
            watchdog.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return cut == 0;
    }

    /** Closes without waiting for anything in flight; also while another thread is closing with more patience. */
    public void shutdownNow() {
        int cut = context.connections().size();
        if (cut > 0) {
            // Said first: the process may end as soon as they have.
            context.events().connectionsAborted(cut);
        }
        context.connections().forEach(Connection::abortAndInterrupt);
        close(Duration.ZERO);
    }

    /**
     * Closes with a patience that is taken to the letter, also by a handler: idle connections are closed at once; what outlasts
     * the patience is cut and left to itself, neither interrupted nor waited for. While another thread is closing the server
     * it returns at once.
     *
     * @param patience how long to wait for what is in flight
     */
    public void stop(Duration patience) {
        if (!context.lifecycle().drain()) {
            return;
        }
        long until = System.nanoTime() + patience.toNanos();
        context.admission().close();
        schedule.stopAccepting(patience.toNanos());
        new Drain(context).drainStrictly(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
        context.lifecycle().close();
        context.events().closed();
    }

    /** How many connections are open now. */
    public int openConnections() {
        return context.admission().inUse();
    }

    /** How many messages are being handled or answered now. Those of them that begin or end meanwhile may count or not. */
    public long messagesInFlight() {
        // The ended ones first: one that ends between the two readings is counted as in flight, never as minus one.
        long ended = sum(counters -> counters.finished().get());
        return sum(counters -> counters.started().get()) - ended;
    }

    /** Waits until it is closed. */
    public void awaitClosed() {
        context.lifecycle().awaitClosed(FOREVER);
    }

    private void sample() {
        schedule.sample();
        inFlightPeak.reached(messagesInFlight());
    }

    private long sum(ToLongFunction<Counters> count) {
        List<Counters> all = context.counters();
        return all.stream().mapToLong(count).sum();
    }

    /** Gathers what is chosen about a server. Not thread-safe. */
    public static final class Builder {
        private final Function<ServerOptions, Protocol> protocol;
        private ServerOptions options = ServerOptions.defaults();
        private @Nullable ServerEvents events;
        private SocketLayer layer = SocketLayer.NONE;

        private Builder(Function<ServerOptions, Protocol> protocol) {
            this.protocol = protocol;
        }

        /** Listens on this address instead of the loopback one. */
        public Builder bind(InetAddress address) {
            options = options.withBind(address);
            return this;
        }

        /** Listens on this port; 0, the default, takes any free one. */
        public Builder port(int port) {
            options = options.withPort(port);
            return this;
        }

        /** Serves with this architecture instead of single-acceptor. */
        public Builder architecture(Architecture architecture) {
            options = options.withArchitecture(architecture);
            return this;
        }

        /** Takes this much. */
        public Builder limits(Limits limits) {
            options = options.withLimits(limits);
            return this;
        }

        /** Waits this long. */
        public Builder timeouts(Timeouts timeouts) {
            options = options.withTimeouts(timeouts);
            return this;
        }

        /** Replaces all of the options. */
        public Builder options(ServerOptions all) {
            options = all;
            return this;
        }

        /** Is told what happens, instead of the log. */
        public Builder events(ServerEvents listener) {
            events = listener;
            return this;
        }

        /** Puts something between the sockets and the protocol: TLS. */
        public Builder layer(SocketLayer between) {
            layer = between;
            return this;
        }

        /**
         * Opens the server: its port is taken, and the kernel queues connections, but none is accepted before {@link
         * Server#start}.
         *
         * @throws IOException if the address cannot be listened on
         * @throws UnsupportedOperationException if the platform lacks what the architecture needs
         */
        public Server open() throws IOException {
            ServerEvents told = new GuardedEvents(events == null ? new LoggingEvents() : events);
            return new Server(ServerContext.create(options, protocol.apply(options), layer, told));
        }

        /**
         * Opens the server and starts it.
         *
         * @throws IOException if the address cannot be listened on
         * @throws UnsupportedOperationException if the platform lacks what the architecture needs
         */
        public Server start() throws IOException {
            return open().start();
        }
    }
}
