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

    LogFile(Path file) {
        this.file = file;
    }

    @Override
    void openAnew() throws IOException {
        FileChannel anew =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        close();
        channel = anew;
    }

    @Override
    void write(byte[] bytes, int from, int length, int[] done) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            throw new IOException("not open");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
        while (buffer.hasRemaining()) {
            open.write(buffer);
            done[0] = buffer.position() - from;
        }
    }

    @Override
    void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // What was written is in the kernel, and there is nothing left to write.
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
