package dev.heddle.jdkhttp;

import dev.heddle.concurrent.CloseGuard;
import dev.heddle.http.BodyOutput;
import dev.heddle.http.Headers;
import dev.heddle.http.Status;
import dev.heddle.http1.Responder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A response's body as the program writes it. Closing it ends the response and the exchange. One thread at a time may
 * write; any thread may close it. If another thread is writing then, that thread completes the close.
 *
 * <p>Error texts contain those of the JDK's own server, which programs and their users search for.
 */
final class ResponseBody extends OutputStream {
    private final Responder responder;
    private final RequestBody requestBody;
    private final CountDownLatch openStreams;
    private final CloseGuard guard = new CloseGuard();

    /** The body below; set when the response has begun. */
    private @Nullable BodyOutput sent;

    /** Bytes that may still be written, if {@link #lengthKnown}. */
    private long remaining;

    /** Whether the length of the body was declared, or is zero in any case. */
    private boolean lengthKnown;

    /** Whether more was written than declared: the response is complete, and the connection closes, as the API has it. */
    private boolean exceeded;

    /** Whether the response must not be completed. */
    private boolean abandoned;

    /** Whether the connection has to be aborted as well. */
    private boolean aborted;

    /** @param openStreams counted down once when the response has ended */
    ResponseBody(Responder responder, RequestBody requestBody, CountDownLatch openStreams) {
        this.responder = responder;
        this.requestBody = requestBody;
        this.openStreams = openStreams;
    }

    /**
     * Begins the response.
     *
     * @param length as {@link Responder#begin} takes it
     * @param closes whether the connection closes after the response
     * @param bodiless whether the response has no body, whatever its length says
     */
    void begin(Status status, Headers headers, long length, boolean closes, boolean bodiless) throws IOException {
        beginUse();
        try {
            lengthKnown = bodiless || length >= 0;
            remaining = bodiless ? 0 : Math.max(0, length);
            sent = responder.begin(status, headers, length, closes);
        } finally {
            endUse();
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        BodyOutput to = begun();
        if (length == 0) {
            return;
        }
        beginUse();
        try {
            if (lengthKnown && length > remaining) {
                throw completed(to, bytes, offset, length);
            }
            to.write(bytes, offset, length);
            remaining -= length;
        } finally {
            endUse();
        }
    }

    /**
     * Completes the response with what was declared: a file that is sent while it grows is sent as it was when the
     * program looked at its length. Returns what to throw.
     */
    private IOException completed(BodyOutput to, byte[] bytes, int offset, int length) throws IOException {
        long left = remaining;
        to.write(bytes, offset, (int) left);
        remaining = 0;
        exceeded = true;
        guard.close(); // The end follows when this use ends.
        return new IOException(
                "too many bytes to write to stream: " + length + ", only " + left + " left of the declared length");
    }

    @Override
    public void flush() throws IOException {
        BodyOutput to = begun();
        if (guard.tryBegin()) {
            try {
                to.flush();
            } finally {
                endUse();
            }
        }
    }

    @Override
    public void close() throws IOException {
        begun();
        if (guard.close()) {
            end();
        }
    }

    /** Closes it, if it is still open, and ignores a failure to do so. */
    void closeQuietly() {
        if (guard.close()) {
            endQuietly();
        }
    }

    /** Ends it without completing the response, and ends the exchange. */
    void abandon() {
        abandoned = true;
        closeQuietly();
        requestBody.close();
    }

    /** Ends it because the connection was aborted. */
    void abort() {
        aborted = true;
        abandon();
    }

    /** Whether it has ended, or is about to. */
    boolean isEnded() {
        return guard.isClosed();
    }

    private BodyOutput begun() throws IOException {
        if (sent == null) {
            throw new IOException("response headers not sent yet");
        }
        return sent;
    }

    private void beginUse() throws IOException {
        if (!guard.tryBegin()) {
            throw new IOException(guard.isClosed() ? "stream closed" : "another thread is writing the response");
        }
    }

    private void endUse() {
        if (guard.end()) {
            endQuietly();
        }
    }

    private void endQuietly() {
        try {
            end();
        } catch (IOException e) {
            // The thread that closed it has gone on, so nobody can catch this. The responder closes the connection.
        }
    }

    /** Called once, by the thread to which {@link #guard} has left the end. */
    private void end() throws IOException {
        try {
            if (aborted) {
                responder.abort();
            }
            if (sent == null || abandoned) {
                return;
            }
            if (lengthKnown && remaining > 0) {
                responder.abort();
                throw new IOException("insufficient bytes written to stream: response body is " + remaining
                        + " bytes short of the declared length");
            }
            responder.end();
            if (exceeded) {
                responder.closeConnection();
            }
        } finally {
            openStreams.countDown();
            requestBody.close();
        }
    }
}
