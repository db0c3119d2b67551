package dev.heddle.tls;

import dev.heddle.concurrent.Baton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;

/**
 * TLS over two blocking streams: an {@link SSLEngine} makes records of what is written, and takes apart those that are read. An engine
 * and not an {@link javax.net.ssl.SSLSocket}, since the JDK's own server uses one: a program's key or trust manager may choose by the
 * methods that get the engine.
 *
 * <p>One thread reads at a time. Any thread writes, and the reading one writes, too: it answers what the peer asks for between its
 * data. Blocks on the streams only.
 */
final class TlsRecords {
    /** Most plain bytes in one record (RFC 8446 5.1). */
    private static final int MAX_PLAIN = 16_384;

    /** Records that leave in one write at most. With more of them their bytes would leave the processor's caches between the two. */
    private static final int MOST_TOGETHER = 4;

    /** Room for the records of most requests, and of a client's side of a handshake; it grows for larger ones. */
    static final int SMALL_INPUT = 2048;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final InputStream in;
    private final OutputStream out;
    private final Computing computing;

    /** Held while records are made and sent, also while that blocks: they must leave in the order in which they were made. */
    private final Baton sending = new Baton();

    /** What was received and not yet decrypted. Only for the reading thread, as the next one. */
    private ByteBuffer received;

    /** What was decrypted and found no room in the reader's array. */
    private ByteBuffer decrypted = NOTHING;

    /**
     * Makes it; nothing is read or written.
     *
     * @param received what was read from the input before; this object keeps it
     * @param computing runs what costs most
     */
    TlsRecords(SSLEngine engine, InputStream in, OutputStream out, ByteBuffer received, Computing computing) {
        this.engine = engine;
        this.in = in;
        this.out = out;
        this.received = received;
        this.computing = computing;
    }

    /** For a connection from which nothing was read. */
    static ByteBuffer noInput() {
        return emptyInput(SMALL_INPUT);
    }

    private static ByteBuffer emptyInput(int capacity) {
        return ByteBuffer.allocate(capacity).limit(0);
    }

    SSLSession session() {
        return engine.getSession();
    }

    /**
     * Shakes hands. The peer is told why if that fails.
     *
     * @throws IOException if the peer breaks TLS or leaves, or if there is nothing that both sides accept
     * @throws RuntimeException if a manager of the program throws it
     */
    void handshake() throws IOException {
        try {
            engine.beginHandshake();
            HandshakeStatus status = answer();
            while (status == HandshakeStatus.NEED_UNWRAP) {
                if (!receive(NOTHING)) {
                    throw new SSLHandshakeException("the client ended the connection during the handshake");
                }
                status = answer();
            }
        } catch (SSLException | RuntimeException e) {
            sendAlert();
            throw e;
        }
    }

    /** Waits for bytes and reads them; -1 at the end of the input. */
    int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        ByteBuffer target = ByteBuffer.wrap(into, offset, length);
        try {
            while (!decrypted.hasRemaining() && target.position() == offset) {
                if (!receive(target)) {
                    return -1;
                }
                answer();
            }
        } catch (SSLException | RuntimeException e) {
            sendAlert();
            throw e;
        }
        if (decrypted.hasRemaining()) {
            int count = Math.min(decrypted.remaining(), target.remaining());
            target.put(target.position(), decrypted, decrypted.position(), count);
            target.position(target.position() + count);
            decrypted.position(decrypted.position() + count);
            if (!decrypted.hasRemaining()) {
                decrypted = NOTHING;
            }
        }
        return target.position() - offset;
    }

    /** The number of bytes that a read gets without waiting. */
    int available() {
        return decrypted.remaining();
    }

    void write(byte[] from, int offset, int length) throws IOException {
        send(ByteBuffer.wrap(from, offset, length));
    }

    /** Sends close_notify, if nothing like it was sent before. What the peer sends can still be read. */
    void endOutput() throws IOException {
        engine.closeOutbound();
        send(NOTHING);
    }

    /** Takes one record apart; false at the end of the input. */
    private boolean receive(ByteBuffer target) throws IOException {
        ByteBuffer aside = NOTHING; // What decrypts to more than the target takes.
        while (true) {
            ByteBuffer into = aside.capacity() == 0 ? target : aside;
            SSLEngineResult result = engine.unwrap(received, into);
            switch (result.getStatus()) {
                case OK -> {
                    decrypted = aside.flip();
                    return true;
                }
                case CLOSED -> {
                    return false;
                }
                case BUFFER_UNDERFLOW -> {
                    if (!readMore()) {
                        return false;
                    }
                }
                case BUFFER_OVERFLOW -> aside = larger(aside, session().getApplicationBufferSize());
            }
        }
    }

    /** Reads what there is of the next record; false at the end of the input. */
    private boolean readMore() throws IOException {
        if (!received.hasRemaining() && received.capacity() > SMALL_INPUT && in.available() == 0) {
            received = emptyInput(SMALL_INPUT); // A connection that waits for its peer holds little.
        }
        if (received.remaining() == received.capacity()) {
            ByteBuffer grown = larger(received, session().getPacketBufferSize());
            received = grown.put(received).flip();
        }
        received.compact().flip();
        int count = in.read(
                received.array(), received.arrayOffset() + received.limit(), received.capacity() - received.limit());
        received.limit(received.limit() + Math.max(0, count));
        return count >= 0;
    }

    private static ByteBuffer larger(ByteBuffer small, int size) throws SSLException {
        if (size <= small.capacity()) {
            throw new SSLException("a record does not fit the " + size + " bytes that a record may have");
        }
        return ByteBuffer.allocate(size);
    }

    /** Does what the engine wants to have done before it reads on: computes, and answers the peer. */
    private HandshakeStatus answer() throws IOException {
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            switch (status) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> {
                    if (!send(NOTHING)) {
                        return status;
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN, FINISHED, NOT_HANDSHAKING -> {
                    return status;
                }
            }
        }
    }

    private void runTasks() throws IOException {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            computing.run(task);
        }
    }

    /** The bytes of memory in which records are received. */
    int inputCapacity() {
        return received.capacity();
    }

    /** Tells the peer why the connection ends, as far as it still listens. */
    private void sendAlert() {
        try {
            send(NOTHING);
        } catch (IOException | RuntimeException e) {
            // It does not listen, and what it would be told is thrown on this side.
        }
    }

    /**
     * Sends the plain bytes, and what the engine has to say by itself.
     *
     * @return whether anything was sent
     */
    private boolean send(ByteBuffer plain) throws IOException {
        sending.acquire();
        try {
            // Kept by no connection that waits: it would be most of its memory.
            ByteBuffer records = ByteBuffer.allocate(capacityFor(plain.remaining()));
            boolean sent = false;
            SSLEngineResult result;
            do {
                result = wrap(plain, records);
                sent |= result.bytesProduced() > 0;
                if (records.remaining() < session().getPacketBufferSize()) {
                    flush(records);
                }
            } while (isMoreToSend(plain, result));
            flush(records);
            return sent;
        } finally {
            sending.release();
        }
    }

    /** Records that are made together leave in one write: the flight of a handshake, and the parts of a large response. */
    private int capacityFor(int plainBytes) {
        int records = plainBytes == 0 ? 2 : Math.min(1 + (plainBytes - 1) / MAX_PLAIN, MOST_TOGETHER);
        return records * session().getPacketBufferSize();
    }

    private SSLEngineResult wrap(ByteBuffer plain, ByteBuffer records) throws IOException {
        try {
            return engine.wrap(plain, records);
        } catch (SSLException e) {
            flush(records);
            throw e;
        }
    }

    private boolean isMoreToSend(ByteBuffer plain, SSLEngineResult last) throws SSLException {
        boolean progress = last.bytesProduced() > 0 || last.bytesConsumed() > 0;
        boolean isOpen = last.getStatus() != SSLEngineResult.Status.CLOSED;
        if (plain.hasRemaining() && !(progress && isOpen)) {
            // Closed by either side, or in a handshake that the client has started again: that is refused.
            throw new SSLException("the TLS connection takes no data any more: " + last.getStatus());
        }
        return plain.hasRemaining() || (progress && isOpen && last.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
    }

    private void flush(ByteBuffer records) throws IOException {
        out.write(records.array(), records.arrayOffset(), records.position());
        records.clear();
    }
}
