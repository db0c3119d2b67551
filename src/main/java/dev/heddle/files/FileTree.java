package dev.heddle.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is served of a directory: regular files and directories whose real path, all symbolic links followed, is inside the
 * directory's own real path, and none of whose names is hidden. Immutable.
 */
final class FileTree {
    private static final String WELL_KNOWN = ".well-known";

    private final Path root;
    private final boolean servesHidden;

    /** The root's real path when it was first looked at. It is the root itself if no part of that was a link. */
    private final Path firstRealRoot;

    /** Whether a name is only hidden if it says so itself. On Windows there are short ones, too, which only the real path tells. */
    private final boolean hasPlainNames;

    /** @throws IOException if there is no such directory */
    FileTree(Path root, boolean servesHidden) throws IOException {
        Path absolute = root.toAbsolutePath();
        Path normal = absolute.normalize(); // Another directory where two dots follow a link.
        this.root = isSameFile(absolute, normal) ? normal : absolute;
        this.servesHidden = servesHidden;
        this.hasPlainNames = root.getFileSystem().supportedFileAttributeViews().contains("unix");
        this.firstRealRoot = this.root.toRealPath();
        if (!Files.isDirectory(this.root)) {
            throw new NotDirectoryException(root.toString());
        }
    }

    private static boolean isSameFile(Path one, Path other) throws IOException {
        try {
            return Files.isSameFile(one, other);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** What there is at a path. */
    sealed interface Found {
        /** Nothing that is served. */
        record Nothing() implements Found {}

        /** A directory. */
        record Directory(Path real) implements Found {}

        /** A regular file. */
        record Regular(Path real, FileVersion version) implements Found {}
    }

    private static final Found NOTHING = new Found.Nothing();

    /** Finds what a request asks for. */
    Found find(RequestPath path) throws IOException {
        for (int i = 0; i < path.names().size(); i++) {
            if (isHidden(path.names().get(i), i)) {
                return NOTHING;
            }
        }
        try {
            return hasPlainNames ? walk(path) : follow(root.resolve(path.relative()));
        } catch (InvalidPathException e) {
            return NOTHING; // A name that this file system cannot have.
        }
    }

    /** Finds a file or directory in a directory that was found. */
    Found child(Path directory, String name) throws IOException {
        try {
            return isHidden(name, 1) ? NOTHING : look(directory.resolve(name));
        } catch (InvalidPathException e) {
            return NOTHING;
        }
    }

    /** Finds a file whose name is that of a file that was found, with an extension. */
    Found sibling(Path file, String extension) throws IOException {
        try {
            Path sibling = file.resolveSibling(file.getFileName() + extension);
            // Most files have none, and to find that by an exception would be slow.
            return Files.isRegularFile(sibling) ? look(sibling) : NOTHING;
        } catch (InvalidPathException e) {
            return NOTHING;
        }
    }

    /**
     * Looks at each name on the way. If none is a link, what is found is below the root, wherever that is, and its real path need not be asked
     * for, which costs a system call for each name from the top of the file system on.
     */
    private Found walk(RequestPath path) throws IOException {
        Path at = root;
        Found found = new Found.Directory(root);
        for (String name : path.names()) {
            if (!(found instanceof Found.Directory)) {
                return NOTHING;
            }
            at = at.resolve(name);
            FileVersion version = versionOf(at);
            if (version != null && version.kind() == FileVersion.Kind.OTHER) {
                return follow(root.resolve(path.relative()));
            }
            found = found(at, version);
        }
        return found;
    }

    /** Looks at what is in a directory that was found. */
    private Found look(Path path) throws IOException {
        FileVersion version = hasPlainNames ? versionOf(path) : null;
        boolean known = version != null && version.kind() != FileVersion.Kind.OTHER;
        return known ? found(path, version) : follow(path);
    }

    private static Found found(Path path, @Nullable FileVersion version) {
        if (version == null) {
            return NOTHING;
        }
        return switch (version.kind()) {
            case REGULAR -> new Found.Regular(path, version);
            case DIRECTORY -> new Found.Directory(path);
            case OTHER -> NOTHING;
        };
    }

    /** Looks at something, and does not follow it if it is a link; null if it is not there, a name is too long, or we may not look. */
    private static @Nullable FileVersion versionOf(Path path) throws IOException {
        try {
            return FileVersion.of(path);
        } catch (FileSystemException e) {
            return null;
        }
    }

    /** Follows all links. */
    private Found follow(Path asked) throws IOException {
        try {
            Path real = asked.toRealPath();
            if (!isServed(real)) {
                return NOTHING;
            }
            return found(real, versionOf(real));
        } catch (FileSystemException e) {
            // It is not there, a link leads in circles, a name is too long, or we may not look: all the same to a
            // client.
            return NOTHING;
        }
    }

    /** The version of a file now; null if there is none. */
    static @Nullable FileVersion version(Path real) throws IOException {
        FileVersion version = versionOf(real);
        return version != null && version.kind() == FileVersion.Kind.REGULAR ? version : null;
    }

    /**
     * Only if the root is, or has become, a symbolic link, as where a new release is published by replacing one, does its real path have to be
     * found anew.
     */
    private boolean isServed(Path real) throws IOException {
        boolean same = firstRealRoot.equals(root) && real.startsWith(firstRealRoot);
        Path base = same ? firstRealRoot : root.toRealPath();
        return real.startsWith(base) && (servesHidden || !hasHiddenName(real, base));
    }

    private boolean hasHiddenName(Path real, Path base) {
        String text = real.toString();
        if (text.indexOf(
                        root.getFileSystem().getSeparator() + '.',
                        base.toString().length() - 1)
                < 0) {
            return false;
        }
        for (int i = base.getNameCount(); i < real.getNameCount(); i++) {
            if (isHidden(real.getName(i).toString(), i - base.getNameCount())) {
                return true;
            }
        }
        return false;
    }

    /** What begins with a dot, but for the directory that RFC 8615 has made public. */
    private boolean isHidden(String name, int depth) {
        return !servesHidden && name.startsWith(".") && !(depth == 0 && name.equals(WELL_KNOWN));
    }
}
