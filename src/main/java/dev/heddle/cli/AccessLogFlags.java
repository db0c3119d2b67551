package dev.heddle.cli;

import dev.heddle.accesslog.AccessLog;
import dev.heddle.accesslog.AccessLogFormat;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The flags of the access log. */
final class AccessLogFlags {
    @Option(
            names = "--access-log",
            order = 301,
            paramLabel = "FILE",
            description =
                    "Write a line for each request to this file, or to standard output if it is '-': docs/access-log.md"
                            + " (default: none).")
    private @Nullable String file;

    @Option(
            names = "--access-log-format",
            order = 302,
            paramLabel = "NAME",
            description = "The format of its lines: common, combined or json.")
    private String format = "combined";

    @Option(
            names = "--access-log-fields",
            order = 303,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "NAME",
            split = ",",
            description = "With json: its fields, separated by commas (default: the usual ones).")
    private List<String> fields = List.of();

    @Option(
            names = "--access-log-buffer",
            order = 304,
            paramLabel = "SIZE",
            converter = Size.class,
            description =
                    "Bytes of lines that may wait to be written; beyond it they are dropped and counted (default: a 32nd of"
                            + " the heap, at most 8 MiB).")
    private @Nullable Long buffer;

    /** Whether there is to be one. */
    boolean isChosen() {
        return file != null;
    }

    /**
     * Opens what the flags have chosen.
     *
     * @throws IllegalArgumentException if they contradict each other, or a value is wrong
     * @throws CommandFailure if the file cannot be written
     */
    ServedLog open() throws CommandFailure {
        AccessLogFormat chosen = format();
        if (file == null) {
            return ServedLog.NONE;
        }
        if (file.equals("-")) {
            ServedLog.StandardOutput out = new ServedLog.StandardOutput();
            return new ServedLog(opened(AccessLog.to(out).format(chosen)), out::release);
        }
        AccessLog.Builder builder = AccessLog.to(path(file)).format(chosen);
        Hangup hangup = new Hangup();
        hangup.install();
        AccessLog log = opened(builder);
        hangup.opened(log);
        return new ServedLog(log, () -> {});
    }

    private AccessLog opened(AccessLog.Builder log) throws CommandFailure {
        Long bytes = buffer;
        if (bytes != null) {
            about("--access-log-buffer", () -> log.memory(bytes));
        }
        try {
            return log.open();
        } catch (FileSystemException e) {
            throw new CommandFailure("cannot write the access log '" + file + "': " + Main.reason(e), "access-log");
        } catch (IOException e) {
            throw new CommandFailure("cannot write the access log '" + file + "': " + e.getMessage(), "access-log");
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

    private AccessLogFormat format() {
        if (!fields.isEmpty() && !format.equals("json")) {
            throw new IllegalArgumentException("--access-log-fields needs --access-log-format json");
        }
        return switch (format) {
            case "common" -> AccessLogFormat.common();
            case "combined" -> AccessLogFormat.combined();
            case "json" ->
                fields.isEmpty()
                        ? AccessLogFormat.json()
                        : about("--access-log-fields", () -> AccessLogFormat.json(fields));
            default ->
                throw new IllegalArgumentException(
                        "--access-log-format: unknown format '" + format + "'; known: common, combined, json");
        };
    }
}
