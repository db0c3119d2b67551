package dev.heddle.cli;

import dev.heddle.lab.simulate.SimulateCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The main class of the command line: runs the command and gives the process its exit code, with one line on standard error if that
 * is not 0. On the main thread.
 *
 * <p>Exit codes: 0 success, 1 failed at run time, 2 wrong usage.
 */
@Command(
        addMethodSubcommands = false, // there are none, and the search takes a tenth of the start
        name = "heddle",
        description = "A TCP and HTTP server on virtual threads, in five threading architectures.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Main implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    /** The commands by their names, in the order of the usage. Created when needed: reading the flags of one takes tens of milliseconds. */
    private static final Map<String, Supplier<Object>> COMMANDS = commands();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        StandardErrorLog.install();
        System.exit(run(arguments));
    }

    /** Runs a command and returns its exit code. */
    static int run(String... arguments) {
        return commandLine(arguments)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((wrong, given) -> wrongUsage(wrong))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command))
                .execute(arguments);
    }

    /** With all commands, or, if the first argument names one, with that one alone: a server starts sooner so. */
    private static CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        boolean named = arguments.length > 0 && COMMANDS.containsKey(arguments[0]);
        COMMANDS.forEach((name, command) -> {
            if (!named || name.equals(arguments[0])) {
                line.addSubcommand(name, command.get());
            }
        });
        return line;
    }

    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("serve", ServeCommand::new);
        commands.put("demo", DemoCommand::new);
        commands.put("load", LoadCommand::new);
        commands.put("compare", CompareCommand::new);
        commands.put("simulate", SimulateCommand::new);
        commands.put("archive", ArchiveCommand::new);
        return commands;
    }

    /** Without a command: prints the usage, which lists the commands. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return WRONG_USAGE;
    }

    private static int wrongUsage(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        printError(
                command, describe(wrong) + " (try '" + command.getCommandSpec().qualifiedName() + " --help')");
        return WRONG_USAGE;
    }

    private static String describe(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        if (wrong instanceof UnmatchedArgumentException unmatched
                && !command.getSubcommands().isEmpty()) {
            List<String> arguments = unmatched.getUnmatched();
            if (!arguments.isEmpty() && !arguments.getFirst().startsWith("-")) {
                return "unknown command '" + arguments.getFirst() + "'; known: "
                        + String.join(", ", command.getSubcommands().keySet());
            }
        }
        return String.valueOf(wrong.getMessage());
    }

    private static int failed(Exception failure, CommandLine command) {
        printError(command, describe(failure));
        if (command.getParseResult().hasMatchedOption("--verbose")) {
            failure.printStackTrace(command.getErr());
            command.getErr().flush();
        }
        return FAILED;
    }

    /** The message alone of an error of the system's; anything else is a bug of ours, whose class matters. */
    private static String describe(Exception failure) {
        if (failure instanceof FileSystemException file && file.getReason() == null) {
            return "cannot read or write '" + file.getFile() + "': " + reason(file);
        }
        String message = failure.getMessage();
        boolean selfExplanatory = failure instanceof CommandFailure
                || failure instanceof IOException
                || failure instanceof UnsupportedOperationException;
        return selfExplanatory && message != null ? message : failure.toString();
    }

    /** The exceptions for these have no message but the name of the file. */
    private static String reason(FileSystemException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied -> "permission denied";
            default -> failure.toString();
        };
    }

    /** Prints one line, even if an argument or a message of the system's has line breaks. */
    private static void printError(CommandLine command, String message) {
        PrintWriter err = command.getErr();
        err.println("heddle: " + message.replaceAll("\\p{Cntrl}+", " "));
        err.flush();
    }
}
