package dev.heddle.cli;

import dev.heddle.accesslog.AccessLog;
import dev.heddle.accesslog.AccessLogFormat;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The flags of the access log. */
final class AccessLogFlags {
    private final Flag<String> file;
    private final Flag<String> format;
    private final Flag<List<String>> fields;
    private final Flag<Long> buffer;

    /** Adds the flags to a command. */
    AccessLogFlags(CommandSpec command) {
        file = Flag.add(
                command,
                String.class,
                OptionSpec.builder("--access-log")
                        .paramLabel("FILE")
                        .description("Write a line for each request to this file, or to standard output if it is '-':"
                                + " docs/access-log.md (default: none)."));
        format = Flag.add(
                command,
                String.class,
                OptionSpec.builder("--access-log-format")
                        .paramLabel("NAME")
                        .initialValue("combined")
                        .description("The format of its lines: common, combined or json."));
        fields = Flag.addList(
                command,
                String.class,
                OptionSpec.builder("--access-log-fields")
                        .showDefaultValue(Visibility.NEVER)
                        .paramLabel("NAME")
                        .splitRegex(",")
                        .initialValue(List.of())
                        .description("With json: its fields, separated by commas (default: the usual ones)."));
        buffer = Flag.add(
                command,
                Long.class,
                OptionSpec.builder("--access-log-buffer")
                        .paramLabel("SIZE")
                        .converters(new Size())
                        .description(
                                "Bytes of lines that may wait to be written; beyond it they are dropped and counted"
                                        + " (default: a 32nd of the heap, at most 8 MiB)."));
    }

    /** Whether there is to be one. */
    boolean isChosen() {
        return file.isPresent();
    }

    /**
     * Opens what the flags have chosen.
     *
     * @throws IllegalArgumentException if they contradict each other, or a value is wrong
     * @throws CommandFailure if the file cannot be written
     */
    ServedLog open() throws CommandFailure {
        AccessLogFormat chosen = chosenFormat();
        String name = file.orNull();
        if (name == null) {
            return ServedLog.NONE;
        }
        if (name.equals("-")) {
            ServedLog.StandardOutput out = new ServedLog.StandardOutput();
            return new ServedLog(opened(name, AccessLog.to(out).format(chosen)), out::release);
        }
        AccessLog.Builder builder = AccessLog.to(path(name)).format(chosen);
        Hangup hangup = new Hangup();
        hangup.install();
        AccessLog log = opened(name, builder);
        hangup.opened(log);
        return new ServedLog(log, () -> {});
    }

    private AccessLog opened(String name, AccessLog.Builder log) throws CommandFailure {
        Long bytes = buffer.orNull();
        if (bytes != null) {
            about("--access-log-buffer", () -> log.memory(bytes));
        }
        try {
            return log.open();
        } catch (FileSystemException e) {
            throw new CommandFailure("cannot write the access log '" + name + "': " + Main.reason(e), "access-log");
        } catch (IOException e) {
            throw new CommandFailure("cannot write the access log '" + name + "': " + e.getMessage(), "access-log");
        }
    }

    private static Path path(String name) throws CommandFailure {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new CommandFailure("invalid path: '" + name + "'", "access-log");
        }
    }

    /** Says which flag a message is about. */
    private static <T> T about(String flag, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(flag + ": " + e.getMessage(), e);
        }
    }

    private AccessLogFormat chosenFormat() {
        String named = format.value();
        List<String> names = fields.value();
        if (!names.isEmpty() && !named.equals("json")) {
            throw new IllegalArgumentException("--access-log-fields needs --access-log-format json");
        }
        return switch (named) {
            case "common" -> AccessLogFormat.common();
            case "combined" -> AccessLogFormat.combined();
            case "json" ->
                names.isEmpty()
                        ? AccessLogFormat.json()
                        : about("--access-log-fields", () -> AccessLogFormat.json(names));
            default ->
                throw new IllegalArgumentException(
                        "--access-log-format: unknown format '" + named + "'; known: common, combined, json");
        };
    }
}
