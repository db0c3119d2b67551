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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code heddle serve}: serves the files of a directory through the library's {@link FileHandler}. */
final class ServeCommand implements Callable<Integer> {
    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("serve");
    private final PositionalParamSpec directory = PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .type(String.class)
            .paramLabel("DIR")
            .initialValue(".")
            .description("The directory to serve.")
            .build();
    private final FileFlags files;
    private final ServerFlags flags;
    private final AdminFlags admin;
    private final TlsFlags tls;

    ServeCommand() {
        spec.usageMessage()
                .description(
                        "Serves the files of a directory over HTTP, read-only; hidden files and links that leave it are not"
                                + " served.");
        spec.addPositional(directory);
        files = new FileFlags(spec);
        flags = new ServerFlags(spec);
        admin = new AdminFlags(spec);
        tls = new TlsFlags(spec);
    }

    /** The command for picocli. */
    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        String name = directory.getValue();
        if (name.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "DIR is empty; the current directory is '.'");
        }
        ServerOptions options = flags.chosen(false, tls.areGiven());
        FileHandler handler = files(readable(name));
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

    private Path readable(String name) throws CommandFailure, IOException {
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            throw new CommandFailure("invalid path: '" + name + "'", "dir");
        }
        if (!Files.exists(path)) {
            throw new CommandFailure("no such directory: '" + name + "'", "dir");
        }
        if (!Files.isDirectory(path)) {
            throw new CommandFailure("not a directory: '" + name + "'", "dir");
        }
        if (!Files.isReadable(path) || !Files.isExecutable(path)) {
            throw new CommandFailure("directory is not readable: '" + name + "'", "dir");
        }
        return path; // Not its real path: a link may be replaced, to publish a new release.
    }
}
