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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** {@code heddle demo}: an application to try and to measure, over HTTP or the line protocol. */
final class DemoCommand implements Callable<Integer> {
    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("demo");
    private final Flag<String> protocol;
    private final Flag<Path> app;
    private final Flag<String> handler;
    private final Flag<Integer> acceptWork;
    private final Flag<Integer> parseCost;
    private final Flag<String> lanes;
    private final Flag<Integer> livePort;
    private final ServerFlags flags;
    private final AdminFlags admin;
    private final TlsFlags tls;

    DemoCommand() {
        spec.usageMessage().description("Serves a demo application to try and to measure.");
        protocol = Flag.add(
                spec,
                String.class,
                OptionSpec.builder("--protocol")
                        .paramLabel("NAME")
                        .initialValue("http")
                        .description("The protocol: http or line."));
        app = Flag.add(
                spec,
                Path.class,
                OptionSpec.builder("--app")
                        .paramLabel("JAR")
                        .description("Serves the dev.heddle.http.Handler of that jar instead, and GET /stats."));
        handler = Flag.add(
                spec,
                String.class,
                OptionSpec.builder("--handler")
                        .paramLabel("CLASS")
                        .description("The handler's class in it (default: the one that it provides as a service)."));
        acceptWork = micros(
                "--accept-work",
                "To see a slow acceptor, over http: microseconds of processor time that it uses for each connection.");
        parseCost = micros(
                "--parse-cost",
                "To see a busy dispatcher, over http: microseconds of processor time that reading a request takes in addition.");
        lanes = Flag.add(
                spec,
                String.class,
                OptionSpec.builder("--lanes")
                        .paramLabel("NAME")
                        .initialValue(DemoLanes.STANDARD.label())
                        .description("Lanes of message-balanced: one (for all messages), long (and one for long ones),"
                                + " standard (and trivial ones inline), inline (short computations, too)."));
        livePort = Flag.add(
                spec,
                Integer.class,
                OptionSpec.builder("--live-port")
                        .paramLabel("N")
                        .converters(new WholeNumber.Port())
                        .description("Also serves a live page about the server on this port of 127.0.0.1, over http:"
                                + " docs/live.md; 0 for any free one (default: none)."));
        flags = new ServerFlags(spec);
        admin = new AdminFlags(spec);
        tls = new TlsFlags(spec);
    }

    private Flag<Integer> micros(String name, String description) {
        return Flag.add(
                spec,
                Integer.class,
                OptionSpec.builder(name)
                        .paramLabel("US")
                        .converters(new WholeNumber.Count())
                        .initialValue(0)
                        .description(description));
    }

    /** The command for picocli. */
    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        if (!isHttp() && !protocol.value().equals("line")) {
            throw wrong("unknown protocol '" + protocol.value() + "'; known: http, line");
        }
        if (handler.isPresent() && !app.isPresent()) {
            throw wrong("--handler needs --app");
        }
        if (flags.hasLog() && !isHttp()) {
            throw wrong("--access-log needs --protocol http");
        }
        DemoLanes chosenLanes = chosenLanes();
        boolean withTls = tls.areGiven();
        if (livePort.isPresent()) {
            return runWithLivePage(livePort.value(), chosenLanes);
        }
        ServerOptions options = flags.chosen(false, withTls);
        try (ServedLog log = flags.openLog()) {
            Server server = isHttp()
                    ? http(options, chosenLanes, application(log), log, UnaryOperator.identity())
                    : line(options);
            return admin.run(new Foreground(server, log), spec.commandLine().getOut());
        }
    }

    private boolean isHttp() {
        return protocol.value().equals("http");
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** The visitor of the page may replace the server, so that it is not one. */
    private Integer runWithLivePage(int port, DemoLanes chosenLanes)
            throws CommandFailure, IOException, InterruptedException {
        if (!isHttp()) {
            throw wrong("--live-port needs --protocol http");
        }
        if (app.isPresent()) {
            throw wrong("--live-port shows the demo application, not --app");
        }
        if (tls.areGiven()) {
            throw wrong("--live-port watches a server without TLS");
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

    private DemoLanes chosenLanes() {
        try {
            return DemoLanes.named(lanes.value());
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /** The application, which gets the statistics of the server. */
    private Function<Supplier<ServerStats>, Handler> application(ServedLog log) throws CommandFailure {
        if (!app.isPresent()) {
            return stats -> new DemoHandler(stats, log);
        }
        Handler loaded = HandlerJar.load(app.value(), handler.orNull());
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
        ServerEvents log = acceptWork.value() > 0 ? new AcceptWork(nanos(acceptWork)) : StandardErrorLog.events();
        Server.Builder builder =
                Server.of(parseCost.value() == 0 ? served : new CostlyFraming(served, nanos(parseCost)));
        tls.apply(builder);
        return builder.events(admin.observed(log)).options(options).open();
    }

    private static long nanos(Flag<Integer> micros) {
        return TimeUnit.MICROSECONDS.toNanos(micros.value());
    }
}
