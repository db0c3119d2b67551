package dev.heddle.files;

import dev.heddle.files.Allowance.Buffer;
import dev.heddle.http.BodyOutput;
import java.io.IOException;
import java.util.List;

/** Sends ranges of a file, through one buffer of bounded size. On the thread that writes the response. Stateless. */
final class FileSender {
    private FileSender() {}

    /** Sends one range. */
    static void send(OpenedFile file, ByteRange range, Allowance allowance, BodyOutput out) throws IOException {
        try (Buffer buffer = allowance.buffer(range.length())) {
            send(file, range, buffer.bytes(), out);
        }
    }

    /** Sends several ranges, framed. */
    static void send(OpenedFile file, List<ByteRange> ranges, Multipart frame, Allowance allowance, BodyOutput out)
            throws IOException {
        long longest = ranges.stream().mapToLong(ByteRange::length).max().orElse(1);
        try (Buffer buffer = allowance.buffer(longest)) {
            for (int i = 0; i < ranges.size(); i++) {
                out.write(frame.heads().get(i));
                send(file, ranges.get(i), buffer.bytes(), out);
            }
            out.write(frame.end());
        }
    }

    private static void send(OpenedFile file, ByteRange range, byte[] buffer, BodyOutput out) throws IOException {
        long position = range.first();
        while (position <= range.last()) {
            int count = (int) Math.min(buffer.length, range.last() - position + 1);
            file.read(buffer, count, position);
            out.write(buffer, 0, count);
            position += count;
        }
    }
}
