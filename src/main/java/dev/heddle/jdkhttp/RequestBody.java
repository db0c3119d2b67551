package dev.heddle.jdkhttp;

import dev.heddle.concurrent.CloseGuard;
import dev.heddle.concurrent.Latches;
import dev.heddle.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/**
 * A request's content as the program reads it. Closing it leaves the rest to the server, which drops it behind the response, or
 * closes the connection if it is too much. For one thread at a time; any may close it.
 */
final class RequestBody extends InputStream {
    private final InputStream content;
    private final CountDownLatch ends;
    private final CountDownLatch read;
    private final CloseGuard usage = new CloseGuard();

    RequestBody(Request request, CountDownLatch ends) {
        this.content = request.body();
        this.ends = ends;
        this.read = new CountDownLatch(request.contentLength() == 0 ? 0 : 1);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        enter();
        try {
            int count = content.read(into, offset, length);
            if (count < 0) {
                read.countDown();
            }
            return count;
        } finally {
            leave();
        }
    }

    @Override
    public int available() throws IOException {
        enter();
        try {
            return content.available();
        } finally {
            leave();
        }
    }

    private void enter() throws IOException {
        if (!usage.tryBegin()) {
            throw new IOException(
                    usage.isClosed() ? "the request's stream is closed" : "another thread is reading the request");
        }
    }

    private void leave() {
        if (usage.end()) {
            ended();
        }
    }

    @Override
    public void close() {
        if (usage.close()) {
            ended();
        }
    }

    private void ended() {
        read.countDown();
        ends.countDown();
    }

    /** Waits until the content was read to its end, or the stream has ended. */
    boolean awaitRead(long nanos) {
        return Latches.await(read, nanos);
    }
}
