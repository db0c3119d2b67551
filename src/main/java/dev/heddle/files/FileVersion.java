package dev.heddle.files;

import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the file system says of a file at one moment: two that are equal are the same file with, as far as it shows, the same
 * contents.
 *
 * @param key device and inode; null where there are none
 * @param length in bytes
 * @param modifiedNanos when it was last written, in ns since 1970
 */
record FileVersion(@Nullable Object key, long length, long modifiedNanos) {
    static FileVersion of(BasicFileAttributes attributes) {
        return new FileVersion(
                attributes.fileKey(),
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }

    /** When it was last written, in whole seconds since 1970, as a header field has it. */
    long modifiedSecond() {
        return Math.floorDiv(modifiedNanos, TimeUnit.SECONDS.toNanos(1));
    }
}
