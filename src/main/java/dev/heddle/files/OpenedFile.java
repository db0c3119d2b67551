package dev.heddle.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that is open for one response. What it declares is the length that it had when it was opened: if it grows, no more is sent;
 * if it shrinks, reading fails.
 *
 * <p>Used by one thread at a time.
 */
final class OpenedFile implements AutoCloseable {
    private static final Set<OpenOption> READ_NO_LINK = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final int ATTEMPTS = 3;

    private final Path path;
    private final FileChannel channel;
    private final long length;
    private final @Nullable FileVersion version;

    private OpenedFile(Path path, FileChannel channel, long length, @Nullable FileVersion version) {
        this.path = path;
        this.channel = channel;
        this.length = length;
        this.version = version;
    }

    /**
     * Opens a file. The version is looked at before and after, so that it is the one that was opened, and not another that has
     * taken its place meanwhile.
     *
     * @param before what it was when it was found
     * @return null if it is not there any more
     * @throws IOException if it cannot be opened
     */
    static @Nullable OpenedFile open(Path path, FileVersion before) throws IOException {
        FileVersion expected = before;
        for (int attempt = 1; ; attempt++) {
            FileChannel channel = FileChannel.open(path, READ_NO_LINK);
            boolean kept = false;
            try {
                long length = channel.size();
                FileVersion after = FileTree.version(path);
                if (after == null) {
                    return null;
                }
                boolean same = after.equals(expected) && after.length() == length;
                if (same || attempt == ATTEMPTS) {
                    kept = true;
                    return new OpenedFile(path, channel, length, same ? after : null);
                }
                expected = after;
            } finally {
                if (!kept) {
                    channel.close();
                }
            }
        }
    }

    /** Its length when it was opened. */
    long length() {
        return length;
    }

    /** Which version of the file it is; null if it changes too often to have one. */
    @Nullable
    FileVersion version() {
        return version;
    }

    /**
     * Reads so many bytes.
     *
     * @throws EOFException if the file has become shorter
     */
    void read(byte[] into, int count, long position) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException(path + " has become shorter while it was sent: "
                        + (length - position - buffer.position()) + " of " + length + " bytes are missing");
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
