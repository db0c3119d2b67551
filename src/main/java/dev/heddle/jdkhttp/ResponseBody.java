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
 * A response's content as the program writes it. Closing it ends the response and the exchange. For one thread at a time; any may
 * close it.
 */
final class ResponseBody extends OutputStream {
    private final Responder responder;
    private final RequestBody requestBody;
    private final CountDownLatch ends;
    private final CloseGuard usage = new CloseGuard();

    /** Set when the response has begun. */
    private @Nullable BodyOutput sent;

    /** How many bytes are still to come, if that was announced. */
    private long left;

    private boolean exact;

    /** Whether the response is not to be ended as a whole one. */
    private boolean givenUp;

    private boolean cut;

    ResponseBody(Responder responder, RequestBody requestBody, CountDownLatch ends) {
        this.responder = responder;
        this.requestBody = requestBody;
        this.ends = ends;
    }

    /** Begins the response. */
    void begin(Status status, Headers headers, long announced, boolean closes, boolean bare) throws IOException {
        enter();
        try {
            exact = bare || announced >= 0;
            left = bare ? 0 : Math.max(0, announced);
            sent = responder.begin(status, headers, announced, closes);
        } finally {
            leave();
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
        enter();
        try {
            if (exact && length > left) {
                // Whoever announced less than there is has told the client a wrong length: nothing can mend that.
                givenUp = true;
                responder.abort();
                throw new IOException(length + " bytes, " + left + " more were announced");
            }
            to.write(bytes, offset, length);
            left -= length;
        } finally {
            leave();
        }
    }

    @Override
    public void flush() throws IOException {
        BodyOutput to = begun();
        if (usage.tryBegin()) {
            try {
                to.flush();
            } finally {
                leave();
            }
        }
    }

    @Override
    public void close() throws IOException {
        begun();
        if (usage.close()) {
            end();
        }
    }

    /** Closes it, if it is not closed yet, whatever comes of that. */
    void closeQuietly() {
        if (usage.close()) {
            endQuietly();
        }
    }

    /** Ends it without making the response whole, and with it the exchange. */
    void giveUp() {
        givenUp = true;
        closeQuietly();
        requestBody.close();
    }

    /** Ends it because the connection was cut. */
    void giveUpCut() {
        cut = true;
        giveUp();
    }

    boolean isEnded() {
        return usage.isClosed();
    }

    private BodyOutput begun() throws IOException {
        if (sent == null) {
            throw new IOException("the response headers were not sent yet");
        }
        return sent;
    }

    private void enter() throws IOException {
        if (!usage.tryBegin()) {
            throw new IOException(
                    usage.isClosed() ? "the response's stream is closed" : "another thread is writing the response");
        }
    }

    private void leave() {
        if (usage.end()) {
            endQuietly();
        }
    }

    private void endQuietly() {
        try {
            end();
        } catch (IOException e) {
            // Whoever closed it is not here to be told. The connection ends, as the responder knows.
        }
    }

    /** By the one who ended the use. */
    private void end() throws IOException {
        try {
            if (cut) {
                responder.abort();
            }
            if (sent == null || givenUp) {
                return;
            }
            if (exact && left > 0) {
                responder.abort();
                throw new IOException(left + " bytes fewer than were announced");
            }
            responder.end();
        } finally {
            ends.countDown();
            requestBody.close();
        }
    }
}
