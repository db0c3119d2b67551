package dev.heddle.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By what a change of files shows: which files they are, how long, and when they were written. Of links it is what they lead to.
 *
 * @param stamps one for each file
 */
record FileStamps(List<Stamp> stamps) {
    /**
     * Of one file.
     *
     * @param key which file of its file system it is; null where that has none
     */
    record Stamp(long size, FileTime modified, @Nullable Object key) {
        private static final Stamp UNREADABLE = new Stamp(-1, FileTime.fromMillis(0), null);
    }

    /** Looks at files. One that is not there has a stamp, too. */
    static FileStamps of(List<Path> files) {
        return new FileStamps(files.stream().map(FileStamps::stamp).toList());
    }

    private static Stamp stamp(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(found.size(), found.lastModifiedTime(), found.fileKey());
        } catch (IOException e) {
            return Stamp.UNREADABLE;
        }
    }
}
