package dev.heddle.jdkhttp;

import dev.heddle.protocol.SecureSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

/** {@link TlsRecords} over an accepted socket, in the form of a socket. Threads as there. */
final class TlsSocket extends Socket implements SecureSocket {
    private final Socket accepted;
    private final TlsRecords records;

    TlsSocket(Socket accepted, SSLEngine engine) throws IOException {
        this.accepted = accepted;
        this.records = new TlsRecords(engine, accepted.getInputStream(), accepted.getOutputStream());
    }

    /** Shakes hands, see {@link TlsRecords#handshake}. */
    void handshake() throws IOException {
        records.handshake();
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
