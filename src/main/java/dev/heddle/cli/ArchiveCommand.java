package dev.heddle.cli;

import dev.heddle.lab.OutputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code heddle archive}: writes an archive with which this Java starts the jar faster, see {@link StartupArchive}. On the main thread.
 * A file that exists is only replaced if asked, and only once the new one has been tried.
 */
@Command(
        addMethodSubcommands = false, // there are none, and the search takes a tenth of the start
        name = "archive",
        description = {
            "Writes an archive with which this Java starts this jar in about half the time, and prints how to use it.",
            "For Java 25 and newer it is an AOT cache, before that an AppCDS archive. It fits this Java and this jar only."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ArchiveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            description = "Where to write it (default: beside the jar, as heddle.aot or heddle.jsa).")
    private @Nullable Path chosen;

    @Option(names = "--force", description = "Replace the file if it exists.")
    private boolean force;

    @Option(names = "--check", description = "Write nothing: tell whether this Java can use the file.")
    private boolean check;

    @Option(
            names = TrainingRun.SERVE_UNTIL_END_OF_INPUT,
            hidden = true,
            description = "What the JVM does that is learnt from.")
    private @Nullable String servedInTraining;

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        if (servedInTraining != null) {
            return Training.run(servedInTraining);
        }
        Path jar = jar();
        StartupArchive kind = StartupArchive.of(Runtime.version().feature());
        Path file = chosen != null ? chosen : kind.beside(jar);
        TrainingRun java = new TrainingRun(jar, kind);
        PrintWriter out = spec.commandLine().getOut();
        if (check) {
            requireFile(file);
            java.requireUsable(file);
            out.println("'" + file + "' fits Java " + System.getProperty("java.version"));
        } else {
            write(file, java);
            out.println("wrote " + file + " (" + String.format(Locale.ROOT, "%.1f", Files.size(file) / 1e6)
                    + " MB) for Java " + System.getProperty("java.version"));
            out.println("use it: java " + kind.optionToUse(file) + " -jar " + jar + " demo");
        }
        out.flush();
        return 0;
    }

    private static void requireFile(Path file) throws CommandFailure {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure("no such file: '" + file + "'");
        }
    }

    private void write(Path file, TrainingRun java) throws CommandFailure, IOException, InterruptedException {
        if (Files.exists(file) && !force) {
            throw new CommandFailure("'" + file + "' exists; --force replaces it");
        }
        OutputFile.requireWritable(file);
        Path unfinished = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid());
        try {
            java.write(unfinished);
            java.requireUsable(unfinished);
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** The jar that this command is of, as the user has named it: relative if it can be. */
    private static Path jar() throws CommandFailure {
        try {
            Path jar = Path.of(ArchiveCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (!Files.isRegularFile(jar)) {
                throw new CommandFailure("only the packaged jar can have an archive, not the classes in '" + jar + "'");
            }
            Path here = FileSystems.getDefault().getPath("").toAbsolutePath();
            return here.getNameCount() > 0 && jar.startsWith(here) ? here.relativize(jar) : jar;
        } catch (URISyntaxException e) {
            throw new CommandFailure("cannot find the jar: " + e.getMessage());
        }
    }
}
