package dev.heddle.cli;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import dev.heddle.jdkhttp.HeddleHttpServerProvider;
import dev.heddle.jdkhttp.JdkHttpOptions;
import dev.heddle.options.ServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heddle serve}: serves the files of a directory with the JDK's file handler on our provider. */
@Command(
        name = "serve",
        description =
                "Serves the files of a directory over HTTP, read-only; hidden files and links that leave it are not served.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", description = "The directory to serve.")
    private String directory = ".";

    @Mixin
    private ServerFlags flags = new ServerFlags();

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        if (directory.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "DIR is empty; the current directory is '.'");
        }
        ServerOptions options = flags.chosen(false);
        HttpServer server = serving(readableDirectory(), options);
        return new Foreground(HeddleHttpServerProvider.serverOf(server), server::start)
                .run(spec.commandLine().getOut());
    }

    /** Creates a server of a directory's files, not started. The system properties of the JDK's API have no effect on it. */
    static HttpServer serving(Path directory, ServerOptions options) throws IOException {
        HttpServer server = new HeddleHttpServerProvider(
                        JdkHttpOptions.defaults().withServer(options))
                .createHttpServer(new InetSocketAddress(options.bind(), options.port()), options.backlog());
        HttpHandler files = SimpleFileServer.createFileHandler(directory);
        server.createContext("/", exchange -> {
            // The JDK's handler reads all of a request's content before it refuses an upload, and needs none of it.
            exchange.setStreams(InputStream.nullInputStream(), null);
            files.handle(exchange);
        });
        return server;
    }

    private Path readableDirectory() throws CommandFailure, IOException {
        Path path;
        try {
            path = Path.of(directory);
        } catch (InvalidPathException e) {
            throw new CommandFailure("invalid path: '" + directory + "'");
        }
        if (!Files.exists(path)) {
            throw new CommandFailure("no such directory: '" + directory + "'");
        }
        if (!Files.isDirectory(path)) {
            throw new CommandFailure("not a directory: '" + directory + "'");
        }
        if (!Files.isReadable(path) || !Files.isExecutable(path)) {
            throw new CommandFailure("directory is not readable: '" + directory + "'");
        }
        return path.toRealPath();
    }
}
