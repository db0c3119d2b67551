package dev.heddle.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that a command writes when it has measured: that it cannot be written is found out before. Stateless. */
final class OutputFile {
    private OutputFile() {}

    /**
     * Requires that a file can be written.
     *
     * @throws CommandFailure if not; the message says why
     */
    static void requireWritable(Path file) throws CommandFailure {
        String objection = objection(file);
        if (objection != null) {
            throw new CommandFailure("cannot write '" + file + "': " + objection);
        }
    }

    private static @Nullable String objection(Path file) {
        if (Files.isDirectory(file)) {
            return "it is a directory";
        }
        if (Files.exists(file)) {
            return Files.isWritable(file) ? null : "permission denied";
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return "there is no such directory";
        }
        return Files.isWritable(directory) ? null : "permission denied";
    }
}
