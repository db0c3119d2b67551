package dev.heddle.jdkhttp;

import dev.heddle.concurrent.CloseGuard;
import dev.heddle.concurrent.Latches;
import dev.heddle.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/**
 * A request's body as the program reads it. Closing it leaves the rest to the server, which discards it after the
 * response, or closes the connection if it is too long. One thread at a time may read; any thread may close it.
 */
final class RequestBody extends InputStream {
    private final InputStream body;
    private final CountDownLatch openStreams;

    /** Open when the body was read to its end, or closed. */
    private final CountDownLatch read;

    private final CloseGuard guard = new CloseGuard();

    /** @param openStreams counted down once when the stream has been closed */
    RequestBody(Request request, CountDownLatch openStreams) {
        this.body = request.body();
        this.openStreams = openStreams;
        this.read = new CountDownLatch(request.contentLength() == 0 ? 0 : 1);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        beginUse();
        try {
            int count = body.read(into, offset, length);
            if (count < 0) {
                read.countDown();
            }
            return count;
        } finally {
            endUse();
        }
    }

    @Override
    public int available() throws IOException {
        beginUse();
        try {
            return body.available();
        } finally {
            endUse();
        }
    }

    private void beginUse() throws IOException {
        if (!guard.tryBegin()) {
            // The JDK's own text, as are those of ResponseBody.
            throw new IOException(guard.isClosed() ? "Stream is closed" : "another thread is reading the request");
        }
    }

    private void endUse() {
        if (guard.end()) {
            end();
        }
    }

    @Override
    public void close() {
        if (guard.close()) {
            end();
        }
    }

    private void end() {
        read.countDown();
        openStreams.countDown();
    }

    /**
     * Waits until the body was read to its end, or the stream was closed.
     *
     * @return whether that has happened within the time
     */
    boolean awaitRead(long nanos) {
        return Latches.await(read, nanos);
    }
}
