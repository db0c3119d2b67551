package dev.heddle.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory and what can be seen in it from outside: regular files and directories, neither hidden nor, by whatever links,
 * anywhere else. Immutable, for any thread; what is on the disk may change between two looks.
 */
final class FileTree {
    /** How many entries of a directory are listed at most. */
    static final int MOST_ENTRIES = 10_000;

    private final Path root;

    /** @throws IOException if there is no such directory */
    FileTree(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    /** What is at the path of a request, links followed; null if there is nothing that could be seen. */
    @Nullable
    Path find(String requestPath) {
        List<String> names = PathSegments.decode(requestPath);
        if (names == null) {
            return null;
        }
        try {
            Path path = root;
            for (String name : names) {
                // Above all "..", and on some systems what would divide one name into two.
                if (name.startsWith(".") || name.indexOf(File.separatorChar) >= 0) {
                    return null;
                }
                path = path.resolve(name);
            }
            return real(path);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** Where the path really leads, if that can be seen. */
    private @Nullable Path real(Path path) {
        Path real;
        try {
            real = path.toRealPath();
        } catch (IOException e) {
            return null; // Nothing there, a link to nothing or to itself, or a directory that we may not look into.
        }
        if (!real.startsWith(root)) {
            return null;
        }
        for (Path name : root.relativize(real)) {
            if (name.toString().startsWith(".")) {
                return null;
            }
        }
        return Files.isRegularFile(real) || Files.isDirectory(real) ? real : null;
    }

    /** The first of the names that is a file to be seen in a directory, or null. */
    @Nullable
    Path fileIn(Path directory, String... names) {
        for (String name : names) {
            Path real = real(directory.resolve(name));
            if (real != null && Files.isRegularFile(real)) {
                return real;
            }
        }
        return null;
    }

    /**
     * The names of what can be seen in a directory, sorted, those of directories with a slash at their end; no more than {@link
     * #MOST_ENTRIES}.
     */
    List<String> namesIn(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                Path real = name.startsWith(".") ? null : real(entry);
                if (real != null && names.size() < MOST_ENTRIES) {
                    names.add(Files.isDirectory(real) ? name + "/" : name);
                }
            }
        }
        names.sort(Comparator.naturalOrder());
        return names;
    }
}
