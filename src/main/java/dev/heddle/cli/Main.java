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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The main class of the command line: runs the command and gives the process its exit code, with one line on standard error if that
 * is not 0. On the main thread.
 *
 * <p>Exit codes: 0 success, 1 failed at run time, 2 wrong usage.
 */
public final class Main implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    /** The commands by their names, in the order of the usage. Created when needed: reading the flags of one takes tens of milliseconds. */
    private static final Map<String, Supplier<Object>> COMMANDS = constructors();

    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("heddle");

    private Main() {
        spec.usageMessage().description("A TCP and HTTP server on virtual threads, in five threading architectures.");
        Flag.addHelpAndVersion(spec);
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        StandardErrorLog.install();
        System.exit(run(arguments));
    }

    /** Runs a command and returns its exit code. */
    static int run(String... arguments) {
        return run(commandLine(arguments), Main::commands, System.getenv(), arguments);
    }

    static int run(Supplier<CommandLine> commands, Map<String, String> environment, String... arguments) {
        return run(commands.get(), commands, environment, arguments);
    }

    /**
     * Runs a command and returns its exit code. Parses the command line twice: to find its configuration, and with it.
     *
     * @param main with the command that is called
     * @param all all commands: a setting of another one is not used, and not unknown
     * @param environment the variables
     */
    private static int run(
            CommandLine main, Supplier<CommandLine> all, Map<String, String> environment, String... arguments) {
        GivenFlags flags = GivenFlags.of(main, arguments);
        Optional<Configuration> configuration;
        try {
            configuration = Configuration.of(main, all, environment, flags);
        } catch (ParameterException wrong) {
            return wrongUsage(wrong, Optional.empty());
        }
        configuration.ifPresent(settings -> settings.applyTo(main));
        return main.setParameterExceptionHandler((wrong, given) -> wrongUsage(wrong, configuration))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command, configuration))
                .setExecutionStrategy(parsed -> runOrPrint(parsed, configuration))
                .execute(flags.array());
    }

    /** All commands. */
    static CommandLine commands() {
        return commandLine();
    }

    /** Only a command that reads a configuration has the flag that prints it. */
    private static int runOrPrint(ParseResult parsed, Optional<Configuration> configuration) {
        ParseResult called = parsed.subcommand();
        if (configuration.isEmpty() || called == null || !called.hasMatchedOption(ConfigurationFlags.PRINT_CONFIG)) {
            return new CommandLine.RunLast().execute(parsed);
        }
        PrintWriter out = called.commandSpec().commandLine().getOut();
        out.print(ConfigurationTable.of(called, configuration.get()));
        out.flush();
        return 0;
    }

    /** With all commands, or, if the first argument names one, with that one alone: a server starts sooner so. */
    private static CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new Main().spec);
        boolean named = arguments.length > 0 && COMMANDS.containsKey(arguments[0]);
        COMMANDS.forEach((name, command) -> {
            if (!named || name.equals(arguments[0])) {
                line.addSubcommand(name, command.get());
            }
        });
        return line.setExpandAtFiles(false);
    }

    private static Map<String, Supplier<Object>> constructors() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("serve", () -> new ServeCommand().spec());
        commands.put("demo", () -> new DemoCommand().spec());
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

    private static int wrongUsage(ParameterException wrong, Optional<Configuration> configuration) {
        CommandLine command = wrong.getCommandLine();
        String message = describe(wrong);
        String sources = configuration
                .map(settings -> settings.sources(message, List.of()))
                .orElse("");
        printError(
                command,
                message + sources + " (try '" + command.getCommandSpec().qualifiedName() + " --help')");
        return WRONG_USAGE;
    }

    private static String describe(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        if (Setting.isSecret(wrong.getArgSpec())) {
            return "invalid value for '" + new Setting(wrong.getArgSpec()).name() + "'";
        }
        if (wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return describe(command, unmatched.getUnmatched().getFirst());
        }
        return String.valueOf(wrong.getMessage());
    }

    /** What a command does not know. Only its name is printed: a value, or what follows, may be a secret whose flag is misspelt. */
    private static String describe(CommandLine command, String unknown) {
        if (unknown.startsWith("-")) {
            String flag = unknown.split("=", 2)[0];
            String shown = flag.startsWith("--") ? flag : flag.substring(0, Math.min(2, flag.length()));
            List<String> known = command.getCommandSpec().options().stream()
                    .map(option -> new Setting(option).name())
                    .toList();
            return "Unknown option: '" + shown + "'"
                    + NearestName.suggestion(flag.replaceFirst("^-+", ""), known, nearest -> "--" + nearest);
        }
        if (!command.getSubcommands().isEmpty()) {
            return "unknown command '" + unknown + "'; known: "
                    + String.join(", ", command.getSubcommands().keySet());
        }
        boolean hasSecrets = Setting.of(command.getCommandSpec()).stream().anyMatch(Setting::isSecret);
        return hasSecrets ? "unexpected argument" : "unexpected argument: '" + unknown + "'";
    }

    private static int failed(Exception failure, CommandLine command, Optional<Configuration> configuration) {
        String message = describe(failure);
        List<String> about = about(failure, message);
        printError(
                command,
                message
                        + configuration
                                .filter(settings -> !about.isEmpty())
                                .map(settings -> settings.sources(message, about))
                                .orElse(""));
        OptionSpec verbose = command.getCommandSpec().findOption("--verbose");
        if (verbose != null && Boolean.TRUE.equals(verbose.getValue())) {
            failure.printStackTrace(command.getErr());
            command.getErr().flush();
        }
        return FAILED;
    }

    /** The settings that it is about, as far as they are known. */
    private static List<String> about(Exception failure, String message) {
        if (failure instanceof CommandFailure known) {
            return known.settings();
        }
        return message.startsWith("cannot listen on ") ? List.of("bind", "port", "live-port") : List.of();
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

    /** Why a file could not be used. Some exceptions have no message but the name of the file. */
    static String reason(FileSystemException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no such file or directory";
            case AccessDeniedException denied -> "permission denied";
            default -> failure.getReason() == null ? failure.toString() : failure.getReason();
        };
    }

    /** Prints one line, even if an argument or a message of the system's has line breaks. */
    private static void printError(CommandLine command, String message) {
        PrintWriter err = command.getErr();
        err.println("heddle: " + message.replaceAll("\\p{Cntrl}+", " "));
        err.flush();
    }
}
