package dev.heddle.accesslog;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** A stream of the program's, such as standard output. How far a failed write got is not known. */
final class LogStream extends LogOutput {
    private final OutputStream stream;

    LogStream(OutputStream stream) {
        this.stream = stream;
    }

    /** It has no name to be opened by: does nothing. */
    @Override
    void open() {}

    @Override
    void closeReplaced() {}

    @Override
    void write(byte[] bytes, int from, int length, int[] done) throws IOException {
        done[0] = UNKNOWN;
        stream.write(bytes, from, length);
        stream.flush();
        if (stream instanceof PrintStream print && print.checkError()) {
            throw new IOException("the PrintStream reports an error, without a reason");
        }
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
