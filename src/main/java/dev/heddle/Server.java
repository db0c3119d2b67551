package dev.heddle;

import dev.heddle.architecture.Schedule;
import dev.heddle.concurrent.Admission;
import dev.heddle.http.ExchangeListener;
import dev.heddle.http.Handler;
import dev.heddle.http1.Http1Protocol;
import dev.heddle.metrics.GuardedEvents;
import dev.heddle.metrics.LoggingEvents;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.metrics.ServerStats;
import dev.heddle.net.Connection;
import dev.heddle.net.Drain;
import dev.heddle.net.LayerRefresh;
import dev.heddle.net.ServerContext;
import dev.heddle.net.ServerContext.Counters;
import dev.heddle.net.Watchdog;
import dev.heddle.options.Architecture;
import dev.heddle.options.CarrierThreads;
import dev.heddle.options.Limits;
import dev.heddle.options.Scheduler;
import dev.heddle.options.ServerOptions;
import dev.heddle.options.Timeouts;
import dev.heddle.protocol.Protocol;
import dev.heddle.protocol.SocketLayer;
import dev.heddle.proxy.ProxyOptions;
import dev.heddle.tls.Handshakes;
import dev.heddle.tls.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A server: a protocol with a handler, served by a threading architecture.
 *
 * <p>When {@link Builder#open} returns, it listens but does not accept yet; it accepts from {@link #start} until it is closed. {@link
 * #close} waits until the messages in flight are answered. Any thread may call any method.
 *
 * {@snippet :
 * try (Server server = Server.http(request -> Response.text("hello")).port(0).start()) {
 *     System.out.println("listening on " + server.uri());
 *     server.awaitClosed();
 * }
 * }
 */
public final class Server implements AutoCloseable {
    private static final long FOREVER = Long.MAX_VALUE;
    private static final String HTTP = "http";

    /** Whether the advice about the JVM's settings was reported: once for each JVM. */
    private static final AtomicBoolean ADVISED = new AtomicBoolean();

    /** Whether it was explained why servers do not run on carriers of their own: once for each JVM. */
    private static final AtomicBoolean EXPLAINED = new AtomicBoolean();

    private final ServerContext context;
    private final Schedule schedule;
    private final Watchdog watchdog;
    private final LayerRefresh refresh;
    private final LongAccumulator inFlightPeak = new LongAccumulator(Math::max, 0);
    private final long openedAt = System.nanoTime();

    /** Whether every connection ended by itself. Set by the thread that drains, before the server is closed. */
    private final AtomicBoolean graceful = new AtomicBoolean();

    /** Whether {@link #shutdownNow} aborted connections, perhaps while another thread drains. */
    private final AtomicBoolean abortedAtOnce = new AtomicBoolean();

    private Server(ServerContext context) throws IOException {
        this.context = context;
        try {
            this.schedule = Schedule.open(context);
        } catch (IOException | RuntimeException | Error e) {
            context.threads().close();
            throw e;
        }
        this.watchdog = new Watchdog(context, this::sample);
        this.refresh = new LayerRefresh(context);
    }

    /**
     * A server that answers HTTP/1.1 requests with a handler.
     *
     * @param handler called for each request; which thread calls it, and whether calls overlap, depends on the architecture
     */
    public static Builder http(Handler handler) {
        return new Builder(options -> new Http1Protocol(handler, options.limits()));
    }

    /**
     * The same, with a listener that is told of each exchange when it is over: an {@code AccessLog}, for example.
     *
     * @param handler as above
     * @param listener called on the server's threads
     */
    public static Builder http(Handler handler, ExchangeListener listener) {
        return new Builder(options -> new Http1Protocol(handler, options.limits()).reportingTo(listener));
    }

    /** A server of any protocol. The protocol keeps the limits that it was created with: {@link Builder#limits} does not change them. */
    public static Builder of(Protocol protocol) {
        return new Builder(options -> protocol);
    }

    /**
     * Starts to accept connections. From now on the server keeps its JVM alive until it is closed, as other servers do: the main method
     * may end. Only if a daemon thread, such as a virtual one, starts it does the JVM exit when its last other thread has ended.
     *
     * <p>The program's code is called with the context class loader of the thread that calls this.
     *
     * @return this server
     * @throws IllegalStateException if it was started or closed before
     */
    public Server start() {
        StaticInitializers.run(scheduler());
        context.lifecycle().start();
        CarrierThreads.advice()
                .filter(advice -> ADVISED.compareAndSet(false, true))
                .ifPresent(context.events()::misconfigured);
        context.threads()
                .advice(context.options().scheduler())
                .filter(advice -> EXPLAINED.compareAndSet(false, true))
                .ifPresent(context.events()::misconfigured);
        context.threads().keepContextClassLoader();
        context.threads().start();
        watchdog.start();
        refresh.start();
        schedule.start();
        return this;
    }

    /** The address that it listens on, with the port that was taken. */
    public InetSocketAddress address() {
        return schedule.address();
    }

    /** The port that it listens on. */
    public int port() {
        return address().getPort();
    }

    /** The URI of the server, such as {@code http://127.0.0.1:8080}, or {@code https} if it speaks TLS. */
    public URI uri() {
        String host = address().getAddress().getHostAddress();
        String literal = host.contains(":") ? "[" + host + "]" : host;
        return URI.create(scheme() + "://" + literal + ":" + port());
    }

    private String scheme() {
        String scheme = context.protocol().scheme();
        boolean addsTls = context.layer() instanceof Handshakes;
        return addsTls ? (scheme.equals(HTTP) ? "https" : "tls") : scheme;
    }

    /** The options that it was built with. */
    public ServerOptions options() {
        return context.options();
    }

    /** A snapshot of what it has done so far; also after it was closed. */
    public ServerStats stats() {
        long inFlight = messagesInFlight();
        long rejectedForMemory = sum(counters -> counters.rejectedForMemory().sum());
        inFlightPeak.accumulate(inFlight);
        return new ServerStats(
                context.options().architecture().label(),
                scheduler().label(),
                context.threads().carriers(),
                Duration.ofNanos(System.nanoTime() - openedAt),
                context.capacity().connections().inUse(),
                context.capacity().connections().peak(),
                sum(counters -> counters.accepted().sum()),
                sum(counters -> counters.rejected().sum()),
                sum(counters -> counters.untrusted().sum()),
                sum(counters -> counters.rejectedMessages().sum()) + rejectedForMemory,
                rejectedForMemory,
                context.capacity().buffers().bytes().used(),
                sum(counters -> counters.failures().sum()),
                sum(counters -> counters.finished().sum()),
                context.counters().stream()
                        .map(counters -> counters.finished().sum())
                        .toList(),
                inFlight,
                inFlightPeak.get(),
                schedule.acceptGate(),
                schedule.serialSections(),
                schedule.lanes(),
                context.threads().workers(),
                context.layer().certificates());
    }

    /** Whose carriers run its threads: those that were chosen, or the JVM's where there is no way to have others. */
    public Scheduler scheduler() {
        return context.threads().scheduler();
    }

    /** How many carriers run its threads. */
    public int carriers() {
        return context.threads().carriers();
    }

    /**
     * Closes gracefully: stops accepting, waits until the messages in flight are answered, and returns when all connections have
     * ended, or soon after the drain timeout, at which connections are aborted. If another thread is closing the server, waits for that
     * thread; an interrupt ends only this wait. Has no effect on a closed server.
     *
     * <p>A handler may call it. As it would wait for itself it does not wait: it returns at once, the response says that it is the last
     * of its connection, and another thread closes the server. That holds on the thread on which the server called the handler; one to
     * which the handler has handed its work must not call this while the handler waits for it.
     */
    @Override
    public void close() {
        if (!isCalledByHandler()) {
            shutdown();
        } else if (context.lifecycle().drain()) {
            context.lifecycle().endReplies(); // Before the handler returns, whose response is to say so.
            Thread.ofPlatform().daemon().name("heddle-close").start(() -> drainAndClose(drainTimeout()));
        }
    }

    /**
     * Closes as {@link #close()} does.
     *
     * @return whether every connection ended by itself; false if some were aborted, or if the caller was interrupted while it waited
     *     for another thread that was closing the server
     * @throws IllegalStateException if a handler calls it: {@link #close()} does not wait there
     */
    public boolean shutdown() {
        return shutdown(drainTimeout());
    }

    private Duration drainTimeout() {
        Duration timeout = context.options().timeouts().drain();
        return timeout.isZero() ? Timeouts.LONGEST : timeout;
    }

    /**
     * Closes as {@link #close()} does, with another timeout.
     *
     * @param timeout how long to wait for messages in flight; after it connections are aborted, and the threads that serve them are
     *     interrupted. Zero or less for no wait, {@link Timeouts#LONGEST} at most. If another thread is closing the server, that
     *     thread's timeout applies
     * @return as {@link #shutdown()}
     * @throws IllegalStateException as {@link #shutdown()}
     */
    public boolean shutdown(Duration timeout) {
        if (isCalledByHandler()) {
            throw new IllegalStateException("a handler that shuts its server down would wait for itself: use close(),"
                    + " which does not wait in a handler");
        }
        // Bounded before the server begins to drain: what throws later leaves a server that never closes.
        return closeOrAwaitClosed(Timeouts.bounded(timeout));
    }

    /** Whether the calling thread reads one of the connections, or handles one of their messages. */
    private boolean isCalledByHandler() {
        Thread caller = Thread.currentThread();
        boolean[] serves = new boolean[1];
        context.connections().forEach(connection -> serves[0] |= connection.isServedBy(caller));
        return serves[0];
    }

    private boolean closeOrAwaitClosed(Duration timeout) {
        if (!context.lifecycle().drain()) {
            context.lifecycle().awaitClosed(FOREVER);
            return graceful.get();
        }
        return drainAndClose(timeout);
    }

    /** Closes the server, which is draining. On the thread that began that, or that it has handed that to. */
    private boolean drainAndClose(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        context.capacity().connections().close();
        schedule.stopAccepting(timeout.toNanos());
        context.endReplies();
        int aborted = new Drain(context).drain(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        if (aborted > 0) {
            context.events().connectionsAborted(aborted, timeout);
        }
        refresh.join();
        context.events().closed();
        graceful.set(aborted == 0 && !abortedAtOnce.get());
        context.lifecycle().close();
        context.threads().close();
        try {
            watchdog.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        context.threads().awaitEnded();
        return graceful.get();
    }

    /**
     * Aborts all connections, interrupts the threads that serve them, and closes. Also while another thread is closing the server
     * gracefully: that thread returns soon. A handler that calls it is interrupted, too, and its response is not sent.
     */
    public void shutdownNow() {
        int aborted = context.connections().size();
        if (aborted > 0) {
            abortedAtOnce.set(true);
            // Reported first: the process may end as soon as the connections have.
            context.events().connectionsAborted(aborted, Duration.ZERO);
        }
        context.connections().forEach(Connection::abortAndInterrupt);
        closeOrAwaitClosed(Duration.ZERO);
    }

    /**
     * Closes within a timeout that is kept exactly. A handler may call it. Idle connections are closed at once; threads that serve
     * aborted connections are neither interrupted nor waited for. Returns at once if another thread is closing the server, or has.
     *
     * @param timeout how long to wait for messages in flight; after it connections are aborted
     */
    public void shutdownStrictly(Duration timeout) {
        Duration bounded = Timeouts.bounded(timeout);
        if (!context.lifecycle().drain()) {
            return;
        }
        long deadline = System.nanoTime() + bounded.toNanos();
        context.capacity().connections().close();
        schedule.stopAccepting(bounded.toNanos());
        context.endReplies();
        boolean ended = new Drain(context).drainStrictly(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        graceful.set(ended && !abortedAtOnce.get());
        context.lifecycle().close();
        context.threads().close();
        context.events().closed();
    }

    /** How many connections are open now. */
    public int openConnections() {
        return context.capacity().connections().inUse();
    }

    /** How many connections wait between two messages: none that has not sent one yet. */
    public long idleConnections() {
        return Math.max(0, sum(counters -> counters.speaking().sum()) - messagesInFlight());
    }

    /**
     * How many messages are in flight: being handled, waiting for their turn to reply, or being written. Never more than {@link
     * dev.heddle.options.Limits#messagesInFlight}.
     */
    public long messagesInFlight() {
        Admission messages = context.capacity().messages();
        if (messages != null) {
            return messages.inUse();
        }
        // Each connection has one at most. Finished messages are read first, so that the difference is never negative.
        long finished = sum(counters -> counters.finished().sum());
        return sum(counters -> counters.started().sum()) - finished;
    }

    /** Waits until the server is closed. An interrupt ends the wait, and leaves the interrupt flag set. */
    public void awaitClosed() {
        context.lifecycle().awaitClosed(FOREVER);
    }

    private void sample() {
        schedule.sample();
        context.threads().sample();
        inFlightPeak.accumulate(messagesInFlight());
    }

    private long sum(ToLongFunction<Counters> count) {
        List<Counters> all = context.counters();
        return all.stream().mapToLong(count).sum();
    }

    /** Builds a server. The defaults are those of {@link ServerOptions#defaults}. Not thread-safe. */
    public static final class Builder {
        private final Function<ServerOptions, Protocol> protocol;
        private ServerOptions options = ServerOptions.defaults();
        private @Nullable ServerEvents events;
        private SocketLayer layer = SocketLayer.NONE;
        private @Nullable Tls tls;

        /** Whether the limits are the program's choice, and not the defaults. */
        private boolean limitsChosen;

        private Builder(Function<ServerOptions, Protocol> protocol) {
            this.protocol = protocol;
        }

        /** Listens on this address instead of the loopback one. */
        public Builder bind(InetAddress address) {
            options = options.withBind(address);
            return this;
        }

        /**
         * Listens on this port; 0, the default, takes any free one.
         *
         * @throws IllegalArgumentException if it is not from 0 to 65535
         */
        public Builder port(int port) {
            options = options.withPort(port);
            return this;
        }

        /** Serves with this architecture instead of single-acceptor. */
        public Builder architecture(Architecture architecture) {
            options = options.withArchitecture(architecture);
            return this;
        }

        /** Serves on carriers of its own, or on the JVM's, the default. */
        public Builder scheduler(Scheduler scheduler) {
            options = options.withScheduler(scheduler);
            return this;
        }

        /** Sets the limits. */
        public Builder limits(Limits limits) {
            options = options.withLimits(limits);
            limitsChosen = true;
            return this;
        }

        /** Sets the timeouts. */
        public Builder timeouts(Timeouts timeouts) {
            options = options.withTimeouts(timeouts);
            return this;
        }

        /** Believes proxies in front of the server: what they say about clients, instead of nothing. */
        public Builder proxies(ProxyOptions proxies) {
            options = options.withProxies(proxies);
            return this;
        }

        /** Lets other processes of the same user listen on the port, too, if they say so as well: the kernel divides the connections. */
        public Builder sharePort(boolean share) {
            options = options.withSharePort(share);
            return this;
        }

        /** Replaces all options. */
        public Builder options(ServerOptions all) {
            options = all;
            limitsChosen = true;
            return this;
        }

        /** Reports events to this listener instead of the log. */
        public Builder events(ServerEvents listener) {
            events = listener;
            return this;
        }

        /** Puts a layer between the sockets and the protocol; TLS is easier to have by {@link #tls}. */
        public Builder layer(SocketLayer between) {
            layer = between;
            tls = null;
            return this;
        }

        /**
         * Speaks TLS, and the protocol inside it. The files of certificates are read when the server is opened, and again when they change
         * while it runs. Unless limits were chosen, fewer connections are accepted than without ({@link Tls#connections}): each takes more
         * memory.
         */
        public Builder tls(Tls with) {
            tls = with;
            return this;
        }

        /**
         * Opens the server: it takes its port, and the kernel queues connections, but none is accepted before {@link Server#start}.
         *
         * @throws IOException if the server cannot listen on the address, most likely because the port is in use, or a file of {@link #tls}
         *     is invalid
         * @throws UnsupportedOperationException if the platform lacks what the architecture needs
         */
        public Server open() throws IOException {
            ServerEvents guarded = new GuardedEvents(events == null ? new LoggingEvents() : events);
            ServerOptions all = options;
            if (tls != null && !limitsChosen) {
                all = options.withLimits(
                        Limits.builder().connections(Tls.connections()).build());
            }
            Protocol served = protocol.apply(all);
            SocketLayer between =
                    tls == null ? layer : Handshakes.open(tls, served.scheme().equals(HTTP), guarded);
            return new Server(ServerContext.create(all, served, between, guarded));
        }

        /**
         * Opens the server and starts it.
         *
         * @throws IOException as {@link #open}
         * @throws UnsupportedOperationException if the platform lacks what the architecture needs
         */
        public Server start() throws IOException {
            return open().start();
        }
    }
}
