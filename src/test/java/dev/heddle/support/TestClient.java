package dev.heddle.support;

import dev.heddle.Server;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that sends exactly what it is told, byte for byte, and waits at most half a minute for any reply. */
public final class TestClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket;

    /** The socket below TLS, or the same. */
    private final Socket connected;

    private final InputStream in;
    private final OutputStream out;

    /** How the server ended a connection. */
    public enum End {
        /** In order: everything that was sent has arrived. */
        CLOSED,
        /** By a reset: something may be lost. */
        RESET
    }

    private TestClient(Socket socket, Socket connected) throws IOException {
        this.socket = socket;
        this.connected = connected;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** Connects to a server, over TLS if it speaks that. */
    public static TestClient connect(Server server) throws IOException {
        return connect(server, 0);
    }

    /** Connects to a server with a receive buffer of this size, so that the kernel holds little on this side. */
    public static TestClient connectWithReceiveBuffer(Server server, int bytes) throws IOException {
        return connect(server, bytes);
    }

    /** Connects to an address with a receive buffer of this size. */
    public static TestClient connectWithReceiveBuffer(InetSocketAddress address, int bytes) throws IOException {
        return connect(address, bytes);
    }

    /** Connects to an address. */
    public static TestClient connect(InetSocketAddress address) throws IOException {
        return connect(address, 0);
    }

    /** A client on a connection that is open already, such as one over TLS. */
    public static TestClient over(Socket socket) throws IOException {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return new TestClient(socket, socket);
    }

    private static TestClient connect(Server server, int receiveBuffer) throws IOException {
        Socket socket = connected(server.address(), receiveBuffer);
        boolean plain = List.of("http", "tcp").contains(server.uri().getScheme());
        return new TestClient(plain ? socket : TrustAll.over(socket), socket);
    }

    private static TestClient connect(InetSocketAddress address, int receiveBuffer) throws IOException {
        Socket socket = connected(address, receiveBuffer);
        return new TestClient(socket, socket);
    }

    private static Socket connected(InetSocketAddress address, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.connect(address, TIMEOUT_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Whether connects there are refused. */
    public static boolean isRefused(InetSocketAddress address) {
        try (TestClient accepted = connect(address)) {
            return accepted.socket.isClosed();
        } catch (IOException e) {
            return true;
        }
    }

    /** Sends text, each character one byte. */
    public TestClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes. */
    public TestClient send(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** Ends its side; the server may still reply. */
    public TestClient endSending() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Closes with a reset. */
    public void reset() throws IOException {
        connected.setSoLinger(true, 0);
        connected.close();
    }

    /** Reads one byte. */
    public int readByte() throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new EOFException("the server closed the connection instead of replying");
        }
        return value;
    }

    /** Reads this many bytes. */
    public byte[] readBytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the server closed the connection after " + bytes.length + " of " + count);
        }
        return bytes;
    }

    /** Whether bytes have arrived that were not read. */
    public boolean hasInput() throws IOException {
        return in.available() > 0;
    }

    /** Reads what has arrived, at least one byte; returns -1 at the end. */
    public int readSome(byte[] into) throws IOException {
        return in.read(into);
    }

    /** Reads what arrives within so many milliseconds; returns 0 if nothing does, -1 at the end. */
    public int readSome(byte[] into, int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            return in.read(into);
        } catch (SocketTimeoutException e) {
            return 0;
        } finally {
            socket.setSoTimeout(TIMEOUT_MILLIS);
        }
    }

    /** From now on it waits for replies indefinitely, until its (virtual) thread is interrupted. */
    public void waitWithoutLimit() throws IOException {
        socket.setSoTimeout(0);
    }

    /** Reads a line, without its end. */
    public String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int value = readByte(); value != '\n'; value = readByte()) {
            line.write(value);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Reads an HTTP response; skips interim ones. */
    public HttpReply readReply() throws IOException {
        String statusLine = readLine();
        int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
        HttpReply head = new HttpReply(status, readHeaderLines(), "", List.of());
        return status < 200 ? readReply() : readBody(head);
    }

    private List<String> readHeaderLines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            lines.add(line);
        }
        return lines;
    }

    private HttpReply readBody(HttpReply head) throws IOException {
        String length = head.header("Content-Length");
        if (!length.isEmpty()) {
            return withBody(head, readBytes(Integer.parseInt(length)), List.of());
        }
        if (!head.header("Transfer-Encoding").equals("chunked")) {
            return withBody(head, in.readAllBytes(), List.of());
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = readChunkSize(); size > 0; size = readChunkSize()) {
            body.write(readBytes(size));
            readLine();
        }
        return withBody(head, body.toByteArray(), readHeaderLines());
    }

    private static HttpReply withBody(HttpReply head, byte[] body, List<String> trailers) {
        return new HttpReply(head.status(), head.headers(), new String(body, StandardCharsets.ISO_8859_1), trailers);
    }

    private int readChunkSize() throws IOException {
        return Integer.parseInt(readLine(), 16);
    }

    /** Sends a GET and reads its response. */
    public HttpReply get(String path) throws IOException {
        return send(Dialect.HTTP.phrase(path)).readReply();
    }

    /**
     * Waits for the server to end the connection.
     *
     * @throws AssertionError if the server sends something instead
     */
    public End awaitEnd() throws IOException {
        try {
            int value = in.read();
            if (value >= 0) {
                throw new AssertionError("the server sent byte " + value + " where the end was expected");
            }
            return End.CLOSED;
        } catch (SocketException e) {
            return End.RESET;
        }
    }

    /** Its local port, by which the server knows it. */
    public int localPort() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
