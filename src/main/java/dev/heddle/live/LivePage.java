package dev.heddle.live;

import dev.heddle.Server;
import dev.heddle.carrier.CustomScheduling;
import dev.heddle.http.EndedExchange;
import dev.heddle.http.ExchangeListener;
import dev.heddle.http.Handler;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.live.Figures.Latencies;
import dev.heddle.options.Limits;
import dev.heddle.options.Scheduler;
import dev.heddle.options.ServerOptions;
import dev.heddle.options.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * A live page about a {@link ReplaceableServer}: a second server, on the loopback address only, with carriers of its own where there is a
 * way to have them, so that it is served however busy the first one is.
 *
 * <p>{@link #start} starts it, and the threads that measure; {@link #close} ends all of them.
 */
public final class LivePage implements AutoCloseable {
    private static final long REQUEST_PERIOD_MILLIS = 50;
    private static final long CONNECT_PERIOD_MILLIS = 200;

    /** How long the server waits at its end for frames that are being sent to viewers. */
    static final Duration DRAIN = Duration.ofSeconds(5);

    /**
     * Well below {@link #DRAIN}: a viewer that keeps its connection open after the last frame is closed in order, and not aborted.
     * Short, as viewers are on this machine.
     */
    static final Duration LINGER = Duration.ofMillis(500);

    /** Measures the requests of the server that is watched; the same for all that replace each other. */
    private final LatencyMeter handled;

    private final LatencyMeter request = new LatencyMeter();
    private final LatencyMeter connect = new LatencyMeter();
    private final Frames frames = new Frames();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ReplaceableServer watched;
    private final Load load;
    private final Server page;

    private LivePage(int port, ReplaceableServer watched, LatencyMeter handled) throws IOException {
        this.watched = watched;
        this.handled = handled;
        Choices choices = new Choices(watched.current().options().architecture());
        this.load = new Load(this::address);
        CompletableFuture<Handler> handler = new CompletableFuture<>();
        this.page = Server.http(asked -> handled(handler, asked))
                .options(options(port))
                .open();
        handler.complete(new LiveHandler(page.port(), watched, choices, load, frames));
    }

    /** The handler knows the port, which the server knows once it is open. */
    private static Response handled(CompletableFuture<Handler> handler, Request asked) throws Exception {
        return handler.join().handle(asked);
    }

    /** The measurement of each request: is told of the exchanges of the servers that are watched. */
    public static final class Measurement implements ExchangeListener {
        private final LatencyMeter meter = new LatencyMeter();

        @Override
        public void ended(EndedExchange exchange) {
            meter.record(exchange.nanos());
        }
    }

    /**
     * Opens the page; it is not served before {@link #start}.
     *
     * @param port the port on 127.0.0.1; 0 for any free one
     * @param watched the server that it is about, an HTTP server with the paths of the demo application
     * @param measurement what its requests are measured with
     * @throws IOException if the port cannot be listened on
     */
    public static LivePage open(int port, ReplaceableServer watched, Measurement measurement) throws IOException {
        return new LivePage(port, watched, measurement.meter);
    }

    static ServerOptions options(int port) throws IOException {
        return ServerOptions.defaults()
                .withBind(InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}))
                .withPort(port)
                .withScheduler(CustomScheduling.whyNot().isPresent() ? Scheduler.JVM : Scheduler.OWN)
                .withLimits(Limits.builder()
                        .connections(4 * LiveHandler.MAX_VIEWERS)
                        .body(1024)
                        .build())
                .withTimeouts(Timeouts.defaults()
                        .withWrite(Duration.ofSeconds(5))
                        .withLinger(LINGER)
                        .withDrain(Duration.ZERO, DRAIN));
    }

    private InetSocketAddress address() {
        InetSocketAddress listening = watched.current().address();
        return listening.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getPort())
                : listening;
    }

    /** Starts to serve the page, and to measure. After the server that it is about. */
    public void start() {
        page.start();
        start("heddle-live-sampler", new Sampler(watched, this::latencies, load::progress, frames, ended));
        start("heddle-live-probe", new Probe(this::address, false, REQUEST_PERIOD_MILLIS, request, ended));
        start("heddle-live-probe", new Probe(this::address, true, CONNECT_PERIOD_MILLIS, connect, ended));
    }

    private static void start(String name, Runnable task) {
        Thread.ofPlatform().daemon().name(name).start(task);
    }

    private Latencies latencies() {
        return new Latencies(handled.period(), request.period(), connect.period());
    }

    /** Where the page is. */
    public URI uri() {
        return page.uri().resolve("/");
    }

    @Override
    public void close() {
        load.stop();
        ended.countDown();
        page.shutdown();
    }
}
