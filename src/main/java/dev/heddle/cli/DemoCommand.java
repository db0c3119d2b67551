package dev.heddle.cli;

import dev.heddle.Server;
import dev.heddle.http.Handler;
import dev.heddle.http1.Http1Protocol;
import dev.heddle.line.LineProtocol;
import dev.heddle.live.LivePage;
import dev.heddle.live.ReplaceableServer;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.metrics.ServerStats;
import dev.heddle.options.ServerOptions;
import dev.heddle.protocol.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code heddle demo}: an application to try and to measure, over HTTP or the line protocol. */
@Command(
        addMethodSubcommands = false, // there are none, and the search takes a tenth of the start
        name = "demo",
        description = "Serves a demo application to try and to measure.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--protocol", paramLabel = "NAME", description = "The protocol: http or line.")
    private String protocol = "http";

    @Option(
            names = "--app",
            paramLabel = "JAR",
            description = "Serves the dev.heddle.http.Handler of that jar instead, and GET /stats.")
    private @Nullable Path app;

    @Option(
            names = "--handler",
            paramLabel = "CLASS",
            description = "The handler's class in it (default: the one that it provides as a service).")
    private @Nullable String handler;

    @Option(
            names = "--accept-work",
            paramLabel = "US",
            converter = WholeNumber.Count.class,
            description =
                    "To see a slow acceptor, over http: microseconds of processor time that it uses for each connection.")
    private int acceptWork;

    @Option(
            names = "--parse-cost",
            paramLabel = "US",
            converter = WholeNumber.Count.class,
            description =
                    "To see a busy dispatcher, over http: microseconds of processor time that reading a request takes in addition.")
    private int parseCost;

    @Option(
            names = "--lanes",
            paramLabel = "NAME",
            description = {
                "Lanes of message-balanced: one (for all messages), long (and one for long ones), standard (and trivial ones inline), inline (short computations, too)."
            })
    private String lanes = DemoLanes.STANDARD.label();

    @Option(
            names = "--live-port",
            paramLabel = "N",
            converter = WholeNumber.Port.class,
            description =
                    "Also serves a live page about the server on this port of 127.0.0.1, over http: docs/live.md; 0 for any free one (default: none).")
    private @Nullable Integer livePort;

    @Mixin
    private AdminFlags admin = new AdminFlags();

    @Mixin
    private ServerFlags flags = new ServerFlags();

    @Mixin
    private TlsFlags tls = new TlsFlags();

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        if (!protocol.equals("http") && !protocol.equals("line")) {
            throw new ParameterException(spec.commandLine(), "unknown protocol '" + protocol + "'; known: http, line");
        }
        if (handler != null && app == null) {
            throw new ParameterException(spec.commandLine(), "--handler needs --app");
        }
        if (flags.hasLog() && !protocol.equals("http")) {
            throw new ParameterException(spec.commandLine(), "--access-log needs --protocol http");
        }
        DemoLanes chosenLanes = lanes();
        boolean withTls = tls.areGiven();
        if (livePort != null) {
            return runWithLivePage(livePort, chosenLanes);
        }
        ServerOptions options = flags.chosen(false, withTls);
        try (ServedLog log = flags.openLog()) {
            Server server = protocol.equals("http")
                    ? http(options, chosenLanes, application(log), log, UnaryOperator.identity())
                    : line(options);
            return admin.run(new Foreground(server, log), spec.commandLine().getOut());
        }
    }

    /** The visitor of the page may replace the server, so that it is not one. */
    private Integer runWithLivePage(int port, DemoLanes chosenLanes)
            throws CommandFailure, IOException, InterruptedException {
        if (!protocol.equals("http")) {
            throw new ParameterException(spec.commandLine(), "--live-port needs --protocol http");
        }
        if (app != null) {
            throw new ParameterException(spec.commandLine(), "--live-port shows the demo application, not --app");
        }
        if (tls.areGiven()) {
            throw new ParameterException(spec.commandLine(), "--live-port watches a server without TLS");
        }
        LivePage.Measurement measurement = new LivePage.Measurement();
        ServerOptions first = flags.chosen(true, false);
        try (ServedLog log = flags.openLog()) {
            ReplaceableServer server = new ReplaceableServer(
                    first,
                    options -> http(
                            options,
                            chosenLanes,
                            stats -> new DemoHandler(stats, log),
                            log,
                            served -> served.reportingTo(measurement)));
            try (LivePage page = LivePage.open(port, server, measurement)) {
                return admin.run(
                        new Foreground(server, page, log), spec.commandLine().getOut());
            }
        }
    }

    private DemoLanes lanes() {
        try {
            return DemoLanes.named(lanes);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    /** The application, which gets the statistics of the server. */
    private Function<Supplier<ServerStats>, Handler> application(ServedLog log) throws CommandFailure {
        if (app == null) {
            return stats -> new DemoHandler(stats, log);
        }
        Handler loaded = HandlerJar.load(app, handler);
        return stats -> new WithStats(loaded, stats, log);
    }

    /** The application reports the statistics of its own server, which is created after it. */
    private Server http(
            ServerOptions options,
            DemoLanes chosenLanes,
            Function<Supplier<ServerStats>, Handler> application,
            ServedLog log,
            UnaryOperator<Http1Protocol> observing)
            throws IOException {
        CompletableFuture<Server> opened = new CompletableFuture<>();
        Handler served = chosenLanes.of(application.apply(() -> opened.join().stats()));
        Http1Protocol reporting = admin.of(log.of(new Http1Protocol(served, options.limits())));
        Server server = opened(observing.apply(reporting), options);
        opened.complete(server);
        return server;
    }

    private Server line(ServerOptions options) throws IOException {
        Server.Builder builder = Server.of(new LineProtocol(line -> line, options.limits()));
        tls.apply(builder);
        return builder.options(options)
                .events(admin.observed(StandardErrorLog.events()))
                .open();
    }

    private Server opened(Protocol served, ServerOptions options) throws IOException {
        ServerEvents log = acceptWork > 0 ? new AcceptWork(micros(acceptWork)) : StandardErrorLog.events();
        Server.Builder builder = Server.of(parseCost == 0 ? served : new CostlyFraming(served, micros(parseCost)));
        tls.apply(builder);
        return builder.events(admin.observed(log)).options(options).open();
    }

    private static long micros(int count) {
        return TimeUnit.MICROSECONDS.toNanos(count);
    }
}
