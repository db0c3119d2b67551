package dev.heddle.cli;

import dev.heddle.Server;
import dev.heddle.files.FileHandler;
import dev.heddle.http1.Http1Protocol;
import dev.heddle.options.ServerOptions;
import java.io.IOException;
import java.nio.file.FileSystemException;
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

/** {@code heddle serve}: serves the files of a directory through the library's {@link FileHandler}. */
@Command(
        addMethodSubcommands = false, // there are none, and the search takes a tenth of the start
        name = "serve",
        description =
                "Serves the files of a directory over HTTP, read-only; hidden files and links that leave it are not"
                        + " served.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", description = "The directory to serve.")
    private String directory = ".";

    @Mixin
    private FileFlags files = new FileFlags();

    @Mixin
    private AdminFlags admin = new AdminFlags();

    @Mixin
    private ServerFlags flags = new ServerFlags();

    @Mixin
    private TlsFlags tls = new TlsFlags();

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        if (directory.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "DIR is empty; the current directory is '.'");
        }
        ServerOptions options = flags.chosen(false, tls.areGiven());
        FileHandler handler = files(readableDirectory());
        try (ServedLog log = flags.openLog()) {
            Server.Builder server = Server.of(admin.of(log.of(new Http1Protocol(handler, options.limits()))))
                    .options(options)
                    .events(admin.observed(StandardErrorLog.events()));
            tls.apply(server);
            return admin.run(
                    new Foreground(server.open(), log), spec.commandLine().getOut());
        }
    }

    private FileHandler files(Path path) throws CommandFailure, IOException {
        try {
            return files.chosen(path).build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        } catch (FileSystemException e) {
            throw new CommandFailure("cannot read '" + e.getFile() + "': " + Main.reason(e));
        }
    }

    private Path readableDirectory() throws CommandFailure, IOException {
        Path path;
        try {
            path = Path.of(directory);
        } catch (InvalidPathException e) {
            throw new CommandFailure("invalid path: '" + directory + "'", "dir");
        }
        if (!Files.exists(path)) {
            throw new CommandFailure("no such directory: '" + directory + "'", "dir");
        }
        if (!Files.isDirectory(path)) {
            throw new CommandFailure("not a directory: '" + directory + "'", "dir");
        }
        if (!Files.isReadable(path) || !Files.isExecutable(path)) {
            throw new CommandFailure("directory is not readable: '" + directory + "'", "dir");
        }
        return path; // Not its real path: a link may be replaced, to publish a new release.
    }
}
