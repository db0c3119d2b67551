package dev.heddle.jdkhttp;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.heddle.Server;
import dev.heddle.concurrent.ClosableSet;
import dev.heddle.concurrent.Latches;
import dev.heddle.concurrent.PrefixMap;
import dev.heddle.http1.Http1Protocol;
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
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One server behind {@code HttpServer} or {@code HttpsServer}, which only pass their calls on.
 *
 * <pre>
 *   created ── bind() ──► bound ── start() ──► started ── stop() ──► stopped
 *      └──────── stop() ────┴─────────────────────────────────────────▲
 * </pre>
 *
 * Any thread may call any method.
 */
final class ServerState {
    private final HttpServer wrapper;
    private final String scheme;
    private final JdkHttpOptions options;
    private final PrefixMap<RegisteredContext> contexts;
    private final ClosableSet<ExchangeState> awaited = new ClosableSet<>();
    private final AtomicReference<@Nullable Server> bound = new AtomicReference<>();
    private final AtomicReference<@Nullable Executor> executor = new AtomicReference<>();
    private final AtomicReference<@Nullable ClassLoader> loader = new AtomicReference<>();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    ServerState(HttpServer wrapper, String scheme, JdkHttpOptions options) {
        this.wrapper = wrapper;
        this.scheme = scheme;
        this.options = options;
        this.contexts = new PrefixMap<>(options.pathMatching()::matches);
    }

    void bind(InetSocketAddress address, int backlog, SocketLayer layer) throws IOException {
        Objects.requireNonNull(address, "address");
        if (bound.get() != null) {
            throw new BindException("the server is bound already");
        }
        if (address.isUnresolved()) {
            throw new SocketException("the address is not resolved: " + address);
        }
        ServerOptions chosen = options.server().withBind(address.getAddress()).withPort(address.getPort());
        ContextDispatcher dispatch = new ContextDispatcher(this);
        Http1Protocol protocol =
                new Http1Protocol(scheme, dispatch, chosen.limits()).allowingMissingHost(options.missingHost());
        Server server = Server.of(protocol)
                .options(backlog > 0 ? chosen.withBacklog(backlog) : chosen)
                .layer(layer)
                .open();
        if (!bound.compareAndSet(null, server)) {
            server.shutdownStrictly(Duration.ZERO);
            throw new BindException("the server is bound already");
        }
    }

    void start() {
        Server server = bound.get();
        if (server == null || stopped.getCount() == 0) {
            throw new IllegalStateException(server == null ? "the server is not bound" : "the server is stopped");
        }
        loader.set(Thread.currentThread().getContextClassLoader());
        server.start();
        started.countDown();
        // All else is virtual and keeps no JVM alive, as a started server does. It is a daemon if the caller is one.
        Thread.ofPlatform().name("heddle-http-server").start(() -> Latches.awaitUninterruptibly(ended));
    }

    void setExecutor(@Nullable Executor chosen) {
        requireNotStarted();
        executor.set(chosen);
    }

    void requireNotStarted() {
        if (started.getCount() == 0) {
            throw new IllegalStateException("the server is started already");
        }
    }

    @Nullable
    Executor executor() {
        return executor.get();
    }

    void stop(int delaySeconds) {
        if (delaySeconds < 0) {
            throw new IllegalArgumentException("a delay is not negative: " + delaySeconds);
        }
        stopped.countDown();
        Server server = bound.get();
        if (server != null) {
            server.shutdownStrictly(Duration.ofSeconds(delaySeconds));
            awaited.close();
            awaited.forEach(ExchangeState::abort);
        }
        ended.countDown();
    }

    /** The server behind it, once it is bound. */
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
            throw new IllegalArgumentException("there is a context for " + path + " already");
        }
        return context;
    }

    void removeContext(String path) {
        if (!contexts.remove(Objects.requireNonNull(path, "path"), null)) {
            throw new IllegalArgumentException("there is no context for " + path);
        }
    }

    void removeContext(HttpContext context) {
        Objects.requireNonNull(context, "context");
        if (!(context instanceof RegisteredContext served) || !contexts.remove(served.getPath(), served)) {
            throw new IllegalArgumentException("the context is not this server's: " + context.getPath());
        }
    }

    // ---- for its exchanges
    // -------------------------------------------------------------------------------------------

    HttpServer wrapper() {
        return wrapper;
    }

    JdkHttpOptions options() {
        return options;
    }

    boolean isTls() {
        return scheme.equals("https");
    }

    @Nullable
    RegisteredContext contextOf(String path) {
        return contexts.find(path);
    }

    @Nullable
    ClassLoader loader() {
        return loader.get();
    }

    /** Exchanges whose ends their connections wait for; those that end before their handlers return never come here. */
    ClosableSet<ExchangeState> awaited() {
        return awaited;
    }

    /** Whether there are as many connections without an exchange as there may be. */
    boolean hasEnoughIdle() {
        Server server = bound.get();
        return options.maxIdleConnections() < Integer.MAX_VALUE
                && server != null
                && server.openConnections() - server.messagesInFlight() >= options.maxIdleConnections();
    }
}
