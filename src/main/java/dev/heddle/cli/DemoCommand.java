package dev.heddle.cli;

import dev.heddle.Server;
import dev.heddle.http1.Http1Protocol;
import dev.heddle.line.LineProtocol;
import dev.heddle.live.LivePage;
import dev.heddle.live.ReplaceableServer;
import dev.heddle.options.ServerOptions;
import dev.heddle.protocol.Protocol;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
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
            names = "--live-port",
            paramLabel = "N",
            converter = WholeNumber.Port.class,
            description =
                    "Also serves a live page about the server on this port of 127.0.0.1, over http: docs/live.md; 0 for any free one (default: none).")
    private @Nullable Integer livePort;

    @Mixin
    private ServerFlags flags = new ServerFlags();

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        if (!protocol.equals("http") && !protocol.equals("line")) {
            throw new ParameterException(spec.commandLine(), "unknown protocol '" + protocol + "'; known: http, line");
        }
        if (livePort != null) {
            return runWithLivePage(livePort);
        }
        ServerOptions options = flags.chosen(false);
        Server server = protocol.equals("http") ? http(options, UnaryOperator.identity()) : line(options);
        return new Foreground(server).run(spec.commandLine().getOut());
    }

    /** The visitor of the page may replace the server, so that it is not one. */
    private Integer runWithLivePage(int port) throws CommandFailure, IOException, InterruptedException {
        if (!protocol.equals("http")) {
            throw new ParameterException(spec.commandLine(), "--live-port needs --protocol http");
        }
        LivePage.Measurement measurement = new LivePage.Measurement();
        ReplaceableServer server = new ReplaceableServer(flags.chosen(true), options -> http(options, measurement::of));
        try (LivePage page = LivePage.open(port, server, measurement)) {
            return new Foreground(server, page).run(spec.commandLine().getOut());
        }
    }

    /** The application reports the statistics of its own server, which is created after it. */
    private static Server http(ServerOptions options, UnaryOperator<Protocol> around) throws IOException {
        CompletableFuture<Server> opened = new CompletableFuture<>();
        Protocol served = new Http1Protocol(new DemoHandler(() -> opened.join().stats()), options.limits());
        Server server = Server.of(around.apply(served)).options(options).open();
        opened.complete(server);
        return server;
    }

    private static Server line(ServerOptions options) throws IOException {
        return Server.of(new LineProtocol(line -> line, options.limits()))
                .options(options)
                .open();
    }
}
