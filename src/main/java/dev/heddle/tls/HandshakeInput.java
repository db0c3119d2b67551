package dev.heddle.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLHandshakeException;

/**
 * The input of an accepted socket, and during the handshake a bound on the patience with its client: once the client has been waited
 * for for a second in all, the handshake is ended as soon as others wait for its permit. Only for the thread that reads.
 */
final class HandshakeInput extends InputStream {
    private static final int PATIENCE_MILLIS = 1000;
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);

    private final Socket socket;
    private final InputStream in;
    private final BooleanSupplier othersWait;

    /** How long the client was waited for. */
    private long waitedNanos;

    private boolean impatient;

    /** @param othersWait whether other handshakes cannot begin before one has ended */
    HandshakeInput(Socket socket, BooleanSupplier othersWait) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.othersWait = othersWait;
    }

    /** The handshake has begun: it holds a permit. */
    void begin() throws IOException {
        impatient = true;
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** The handshake is over. */
    void end() throws IOException {
        impatient = false;
        socket.setSoTimeout(0);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return impatient ? readInTime(into, offset, length) : in.read(into, offset, length);
    }

    private int readInTime(byte[] into, int offset, int length) throws IOException {
        while (true) {
            long since = System.nanoTime();
            try {
                int count = in.read(into, offset, length);
                checkPatience(since);
                return count;
            } catch (SocketTimeoutException e) {
                checkPatience(since);
            }
        }
    }

    private void checkPatience(long since) throws IOException {
        waitedNanos += System.nanoTime() - since;
        if (waitedNanos >= PATIENCE_NANOS && othersWait.getAsBoolean()) {
            throw new SSLHandshakeException("the client was slow, and others wait to begin their handshake");
        }
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }
}
