package dev.heddle.accesslog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A file that lines are appended to, so that it may be renamed or truncated meanwhile. */
final class LogFile extends LogOutput {
    private final Path file;

    /** Null before it was opened. */
    private @Nullable FileChannel channel;

    /** What was open before, until it is closed. */
    private @Nullable FileChannel replaced;

    LogFile(Path file) {
        this.file = file;
    }

    @Override
    void open() throws IOException {
        FileChannel opened =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        replaced = channel;
        channel = opened;
    }

    @Override
    void closeReplaced() throws IOException {
        FileChannel before = replaced;
        replaced = null;
        if (before != null) {
            before.close();
        }
    }

    @Override
    void write(byte[] bytes, int from, int length, int[] done) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            throw new IOException("it is not open");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
        while (buffer.hasRemaining()) {
            open.write(buffer);
            done[0] = buffer.position() - from;
        }
    }

    @Override
    void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
