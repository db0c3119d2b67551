package dev.heddle.jdkhttp;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.heddle.Server;
import dev.heddle.concurrent.ClosableSet;
import dev.heddle.concurrent.PrefixMap;
import dev.heddle.http1.Http1Protocol;
import dev.heddle.http1.Leniency;
import dev.heddle.options.ServerOptions;
import dev.heddle.protocol.SocketLayer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One server: what {@link PlainServer} and {@link TlsServer} forward to.
 *
 * <pre>
 *   created ── bind() ──► bound ── start() ──► started ── stop() ──► stopped
 *      └──────── stop() ────┴─────────────────────────────────────────▲
 * </pre>
 *
 * Thread-safe. A stop wins against a bind or start at the same time.
 */
final class ServerState {
    /** The server that the program has. */
    private final HttpServer wrapper;

    private final String scheme;
    private final JdkHttpOptions options;
    private final PrefixMap<RegisteredContext> contexts;

    /** Exchanges whose end their connections' threads wait for; a stop aborts them. */
    private final ClosableSet<ExchangeState> awaitedExchanges = new ClosableSet<>();

    /** The threads that run a handler, if a stop waits for them: {@link Relaxation#STOP_WAITS}. */
    private final ClosableSet<Thread> runningHandlers = new ClosableSet<>();

    /** Whether a thread waits, or has waited, for {@link #runningHandlers}. */
    private final AtomicBoolean stopWaits = new AtomicBoolean();

    private final AtomicReference<@Nullable Server> bound = new AtomicReference<>();
    private final AtomicReference<@Nullable Executor> executor = new AtomicReference<>();

    /** Set once, by the first call of {@link #start}. */
    private final AtomicBoolean started = new AtomicBoolean();

    /** Open from the call of {@link #stop}. */
    private final CountDownLatch stopped = new CountDownLatch(1);

    ServerState(HttpServer wrapper, String scheme, JdkHttpOptions options) {
        this.wrapper = wrapper;
        this.scheme = scheme;
        this.options = options;
        this.contexts = new PrefixMap<>(options.pathMatching()::matches);
    }

    void bind(InetSocketAddress address, int backlog, SocketLayer layer) throws IOException {
        Objects.requireNonNull(address, "null address");
        if (bound.get() != null) {
            throw alreadyBound();
        }
        if (address.isUnresolved()) {
            throw new SocketException("unresolved address: " + address);
        }
        ServerOptions chosen = options.server().withBind(address.getAddress()).withPort(address.getPort());
        ContextDispatcher dispatcher = new ContextDispatcher(this);
        Http1Protocol protocol = new Http1Protocol(scheme, dispatcher, chosen.limits()).allowing(leniency());
        Server server = Server.of(protocol)
                .options(backlog > 0 ? chosen.withBacklog(backlog) : chosen)
                .layer(layer)
                .open();
        if (!bound.compareAndSet(null, server)) {
            server.shutdownStrictly(Duration.ZERO);
            throw alreadyBound();
        }
        // Looked at after the server was stored: a stop that came before has not seen it.
        if (isStopped()) {
            server.shutdownStrictly(Duration.ZERO);
            throw new SocketException("server stopped");
        }
    }

    private Leniency leniency() {
        return new Leniency(
                options.relaxes(Relaxation.MISSING_HOST),
                options.relaxes(Relaxation.UNKNOWN_EXPECTATION),
                options.relaxes(Relaxation.REPEATED_HEADERS));
    }

    private static BindException alreadyBound() {
        return new BindException("HttpServer already bound");
    }

    void start() {
        Server server = bound.get();
        if (server == null || isStopped()) {
            throw new IllegalStateException(server == null ? "server not bound" : "server stopped");
        }
        if (!started.compareAndSet(false, true)) {
            throw alreadyStarted();
        }
        server.start();
    }

    private static IllegalStateException alreadyStarted() {
        return new IllegalStateException("server already started");
    }

    void setExecutor(@Nullable Executor chosen) {
        requireNotStarted();
        executor.set(chosen);
    }

    void requireNotStarted() {
        if (started.get()) {
            throw alreadyStarted();
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    @Nullable
    Executor executor() {
        return executor.get();
    }

    void stop(int delaySeconds) {
        if (delaySeconds < 0) {
            throw new IllegalArgumentException("negative delay parameter: " + delaySeconds);
        }
        stopped.countDown();
        Server server = bound.get();
        if (server != null) {
            server.shutdownStrictly(Duration.ofSeconds(delaySeconds));
            awaitedExchanges.close();
            awaitedExchanges.forEach(ExchangeState::abort);
            awaitRunningHandlers();
        }
    }

    /** Waits for handlers that run on, as the JDK's server does for its one thread; but not for the one that calls it. */
    private void awaitRunningHandlers() {
        if (!stopWaits.compareAndSet(false, true)) {
            return;
        }
        runningHandlers.close();
        boolean[] own = new boolean[1];
        runningHandlers.forEach(thread -> own[0] |= thread.equals(Thread.currentThread()));
        if (!own[0]) {
            runningHandlers.awaitEmpty(Long.MAX_VALUE);
        }
    }

    /** Notes that the calling thread runs a handler until it calls {@link #handlerReturned}. */
    void handlerBegins() {
        if (tracksHandlers()) {
            runningHandlers.add(Thread.currentThread());
        }
    }

    /** Notes that the calling thread's handler has returned or thrown. */
    void handlerReturned() {
        if (tracksHandlers()) {
            runningHandlers.remove(Thread.currentThread());
        }
    }

    private boolean tracksHandlers() {
        return options.relaxes(Relaxation.STOP_WAITS) && executor() == null;
    }

    /** The Heddle server; null before the bind. */
    @Nullable
    Server server() {
        return bound.get();
    }

    @Nullable
    InetSocketAddress address() {
        Server server = bound.get();
        return server == null ? null : server.address();
    }

    HttpContext createContext(String path, @Nullable HttpHandler handler) {
        RegisteredContext context = new RegisteredContext(this, path, handler);
        if (!contexts.add(path, context)) {
            throw new IllegalArgumentException("cannot add context to list: there is one for " + path);
        }
        return context;
    }

    void removeContext(String path) {
        if (!contexts.remove(Objects.requireNonNull(path, "null path parameter"), null)) {
            throw new IllegalArgumentException("cannot remove element from list: no context for " + path);
        }
    }

    void removeContext(HttpContext context) {
        Objects.requireNonNull(context, "context");
        if (!(context instanceof RegisteredContext registered) || !contexts.remove(registered.getPath(), registered)) {
            throw new IllegalArgumentException("no such context in list: " + context.getPath());
        }
    }

    // ---- for its exchanges

    HttpServer wrapper() {
        return wrapper;
    }

    JdkHttpOptions options() {
        return options;
    }

    boolean isTls() {
        return scheme.equals("https");
    }

    /** The context of a path. {@code OPTIONS *} is about the whole server (RFC 9110 9.3.7): the context of {@code /} gets it. */
    @Nullable
    RegisteredContext contextOf(String path) {
        return contexts.find(path.equals("*") ? "/" : path);
    }

    ClosableSet<ExchangeState> awaitedExchanges() {
        return awaitedExchanges;
    }

    /**
     * Whether {@link JdkHttpOptions#maxIdleConnections} wait between two exchanges, so that a response has to close
     * its own.
     */
    boolean isIdleLimitReached() {
        Server server = bound.get();
        return options.maxIdleConnections() < Integer.MAX_VALUE
                && server != null
                && server.idleConnections() >= options.maxIdleConnections();
    }
}
