package dev.heddle.cli;

import dev.heddle.Server;
import dev.heddle.line.LineProtocol;
import dev.heddle.options.ServerOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
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

    @Mixin
    private ServerFlags flags = new ServerFlags();

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        if (!protocol.equals("http") && !protocol.equals("line")) {
            throw new ParameterException(spec.commandLine(), "unknown protocol '" + protocol + "'; known: http, line");
        }
        ServerOptions options = flags.chosen();
        Server server = protocol.equals("http") ? http(options) : line(options);
        return new Foreground(server).run(spec.commandLine().getOut());
    }

    /** The application reports the statistics of its own server, which is created after it. */
    private static Server http(ServerOptions options) throws IOException {
        CompletableFuture<Server> opened = new CompletableFuture<>();
        Server server = Server.http(new DemoHandler(() -> opened.join().stats()))
                .options(options)
                .open();
        opened.complete(server);
        return server;
    }

    private static Server line(ServerOptions options) throws IOException {
        return Server.of(new LineProtocol(line -> line, options.limits()))
                .options(options)
                .open();
    }
}
