package dev.heddle.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the file system says of a file at one moment: two that are equal are the same file with, as far as it shows, the same
 * contents.
 *
 * @param kind what it is
 * @param key device and inode; null where there are none. A file that takes the place of a removed one may get the same
 * @param length in bytes
 * @param modifiedNanos when it was last written, in ns since 1970; a program may set it to anything
 * @param changedNanos when anything of it was last changed, that time included, which no program can set; {@link #UNKNOWN} where it is not
 *     recorded
 */
record FileVersion(Kind kind, @Nullable Object key, long length, long modifiedNanos, long changedNanos) {
    /** The time of the last change where the file system has none. */
    static final long UNKNOWN = Long.MIN_VALUE;

    /** What a file is. */
    enum Kind {
        REGULAR,
        DIRECTORY,
        /** A link, a pipe, a device. */
        OTHER
    }

    /** Looks at a file, and follows no link. */
    static FileVersion of(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            BasicFileAttributes basic =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return new FileVersion(
                    kind(basic.isRegularFile(), basic.isDirectory()),
                    basic.fileKey(),
                    basic.size(),
                    nanos(basic.lastModifiedTime()),
                    UNKNOWN);
        }
        // One look at all of it: the typed attributes of the JDK have no time of the last change.
        Map<String, Object> unix = Files.readAttributes(
                path, "unix:isRegularFile,isDirectory,fileKey,size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
        return new FileVersion(
                kind((Boolean) unix.get("isRegularFile"), (Boolean) unix.get("isDirectory")),
                unix.get("fileKey"),
                unix.get("size") instanceof Long size ? size : 0,
                nanos((FileTime) unix.get("lastModifiedTime")),
                nanos((FileTime) unix.get("ctime")));
    }

    private static Kind kind(@Nullable Boolean isRegular, @Nullable Boolean isDirectory) {
        if (Boolean.TRUE.equals(isRegular)) {
            return Kind.REGULAR;
        }
        return Boolean.TRUE.equals(isDirectory) ? Kind.DIRECTORY : Kind.OTHER;
    }

    private static long nanos(@Nullable FileTime time) {
        return time == null ? UNKNOWN : time.to(TimeUnit.NANOSECONDS);
    }

    /** When it was last written, in whole seconds since 1970, as a header has it. */
    long modifiedSecond() {
        return Math.floorDiv(modifiedNanos, TimeUnit.SECONDS.toNanos(1));
    }

    /** When anything of it was last changed, in whole seconds since 1970; where that is not recorded, when it was last written. */
    long changedSecond() {
        return changedNanos == UNKNOWN ? modifiedSecond() : Math.floorDiv(changedNanos, TimeUnit.SECONDS.toNanos(1));
    }
}
