package dev.heddle.tls;

import dev.heddle.protocol.SecureSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

/**
 * TLS over an accepted socket, in the form of a socket: what a {@link dev.heddle.protocol.SocketLayer} of a program's own returns, that
 * makes its engines itself. One thread reads at a time; any thread writes, ends the output or closes. Blocks on the accepted socket
 * only.
 *
 * {@snippet :
 * SSLContext context = SSLContext.getDefault();
 * SocketLayer layer = accepted -> {
 *     SSLEngine engine = context.createSSLEngine();
 *     engine.setUseClientMode(false);
 *     return TlsSocket.accept(accepted, engine);
 * };
 * }
 */
public final class TlsSocket extends Socket implements SecureSocket {
    private final Socket accepted;
    private final TlsRecords records;

    private TlsSocket(Socket accepted, TlsRecords records) {
        this.accepted = accepted;
        this.records = records;
    }

    /**
     * Shakes hands on an accepted socket, as its server. The peer is told why if that fails.
     *
     * <p>Handshakes that the client starts later (TLS 1.2; 1.3 has none) are refused: each costs the server far more than the client.
     * The JDK's own switch for that, {@code jdk.tls.rejectClientInitiatedRenegotiation}, is for a whole JVM.
     *
     * @param accepted nothing was read from it; its read timeout bounds each wait for the client
     * @param engine for this connection alone, in server mode
     * @throws IOException if the peer breaks TLS or leaves, or if there is nothing that both sides accept
     * @throws RuntimeException if a key or trust manager of the program throws it
     */
    public static TlsSocket accept(Socket accepted, SSLEngine engine) throws IOException {
        return accept(accepted, TlsRecords.noInput(), engine, Runnable::run);
    }

    /**
     * The same on a socket from which the first bytes were read.
     *
     * @param received what was read; the socket keeps it
     * @param computing runs what costs most
     */
    static TlsSocket accept(Socket accepted, ByteBuffer received, SSLEngine engine, Computing computing)
            throws IOException {
        TlsRecords records =
                new TlsRecords(engine, accepted.getInputStream(), accepted.getOutputStream(), received, computing);
        records.handshake();
        engine.setEnabledCipherSuites(
                new String[0]); // Without one the JDK answers another handshake with a fatal alert.
        return new TlsSocket(accepted, records);
    }

    @Override
    public SSLSession session() {
        return records.session();
    }

    @Override
    public InputStream getInputStream() {
        return new Input(records);
    }

    @Override
    public OutputStream getOutputStream() {
        return new Output(records);
    }

    /** The bytes of memory in which records are received. */
    int inputCapacity() {
        return records.inputCapacity();
    }

    /** Sends close_notify. */
    void endOutput() throws IOException {
        records.endOutput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        records.endOutput();
        accepted.shutdownOutput();
    }

    /** Sends close_notify and closes the accepted socket. */
    @Override
    public void close() throws IOException {
        try (accepted) {
            records.endOutput();
        }
    }

    private static final class Input extends InputStream {
        private final TlsRecords records;

        Input(TlsRecords records) {
            this.records = records;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return records.read(into, offset, length);
        }

        @Override
        public int available() {
            return records.available();
        }
    }

    private static final class Output extends OutputStream {
        private final TlsRecords records;

        Output(TlsRecords records) {
            this.records = records;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            records.write(from, offset, length);
        }
    }
}
