package dev.heddle.lab;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A small HTTP client for servers on this machine: one connection, blocking, for one thread. All waiting has one deadline: for the
 * connection, the first requests and their responses together, and again from each later {@link #send} on. A response that arrives byte
 * by byte does not prolong it. Only sending more than the socket's buffer holds, to a server that does not read, can last longer.
 */
public final class BlockingHttpClient implements AutoCloseable {
    private static final int LONGEST_LINE = 8192;

    private final Socket socket = new Socket();
    private final Duration limit;
    private final InputStream in;
    private long deadline;
    private boolean hasSent;

    /**
     * Connects.
     *
     * @param limit how long everything may take
     * @throws IOException if nobody accepts
     */
    public BlockingHttpClient(InetSocketAddress address, Duration limit) throws IOException {
        this.limit = limit;
        this.deadline = System.nanoTime() + limit.toNanos();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, millisLeft());
            in = new BufferedInputStream(new UntilDeadline(socket.getInputStream()));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Reads no longer than until the deadline. */
    private final class UntilDeadline extends InputStream {
        private final InputStream from;

        UntilDeadline(InputStream from) {
            this.from = from;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            socket.setSoTimeout(millisLeft());
            return this.from.read(into, from, length);
        }
    }

    private int millisLeft() throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("no complete response within " + limit.toMillis() + " ms");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    /**
     * The body of a response, on a connection of its own.
     *
     * @throws IOException if it does not come in time, or its status is not 200
     */
    public static String get(InetSocketAddress server, String target, Duration limit) throws IOException {
        try (BlockingHttpClient client = new BlockingHttpClient(server, limit)) {
            client.send(request("GET", target, "Connection: close\r\n"));
            Head head = client.head();
            if (!head.status().startsWith("HTTP/1.1 200")) {
                throw new IOException("no good response to " + target + ": " + head.status());
            }
            byte[] body = head.length() < 0 ? client.in.readAllBytes() : client.in.readNBytes((int) head.length());
            if (body.length < head.length()) {
                throw new EOFException(
                        "the response to " + target + " ends after " + body.length + " bytes of " + head.length());
            }
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** A request without a body. */
    public static byte[] request(String method, String target, String moreHeaders) {
        return (method + " " + target + " HTTP/1.1\r\nHost: heddle\r\n" + moreHeaders + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends requests. */
    public void send(byte[] requests) throws IOException {
        if (hasSent) {
            deadline = System.nanoTime() + limit.toNanos();
        }
        hasSent = true;
        socket.getOutputStream().write(requests);
    }

    /**
     * Reads a response, body included, and forgets it.
     *
     * @param toHead whether it is the response to a HEAD request
     * @return whether the connection stays open
     * @throws IOException if it does not come in time, or is none that this client knows
     */
    public boolean receive(boolean toHead) throws IOException {
        Head head = head();
        if (!toHead) {
            if (head.length() < 0) {
                throw new IOException("a response without a length");
            }
            in.skipNBytes(head.length());
        }
        return head.keepsConnection();
    }

    /** What is known from a response's head; the length is -1 if the end of the connection is its end. */
    private record Head(String status, long length, boolean keepsConnection) {}

    private Head head() throws IOException {
        String status = line();
        if (!status.startsWith("HTTP/1.1 ")) {
            throw new IOException("no response: " + status);
        }
        long length = -1;
        boolean kept = true;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = length(lower.substring("content-length:".length()).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                throw new IOException("a response in chunks");
            } else if (lower.startsWith("connection:") && lower.contains("close")) {
                kept = false;
            }
        }
        return new Head(status, length, kept);
    }

    private static long length(String digits) throws IOException {
        try {
            int length = Integer.parseInt(digits);
            if (length < 0) {
                throw new NumberFormatException("negative");
            }
            return length;
        } catch (NumberFormatException e) {
            throw new IOException("no Content-Length: " + digits, e);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server has closed the connection");
            }
            if (line.length() > LONGEST_LINE) {
                throw new IOException("a line is too long");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing more was expected of it.
        }
    }
}
