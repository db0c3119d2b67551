package dev.heddle.accesslog;

import java.io.IOException;
import java.io.OutputStream;

/** A stream of the program's, such as standard output. */
final class LogStream extends LogOutput {
    private final OutputStream stream;

    LogStream(OutputStream stream) {
        this.stream = stream;
    }

    /** It cannot be opened anew: does nothing. */
    @Override
    void openAnew() {}

    @Override
    void write(byte[] bytes, int from, int length, int[] done) throws IOException {
        stream.write(bytes, from, length);
        stream.flush();
        done[0] = length;
    }

    /** Does nothing: it stays the program's. */
    @Override
    void close() {}

    @Override
    public String toString() {
        return "on a stream";
    }
}
