package dev.heddle.live;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A small HTTP client, for the server in the same process: one connection, blocking, for one thread. */
final class LoopbackClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int LONGEST_LINE = 8192;

    private final Socket socket = new Socket();
    private final InputStream in;

    LoopbackClient(InetSocketAddress address) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** A request without a body. */
    static byte[] request(String method, String path, String moreHeaders) {
        return (method + " " + path + " HTTP/1.1\r\nHost: heddle\r\n" + moreHeaders + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends requests. */
    void send(byte[] requests) throws IOException {
        socket.getOutputStream().write(requests);
    }

    /**
     * Reads a response, body included, and forgets it.
     *
     * @param toHead whether it is the response to a HEAD request
     * @return whether the connection stays open
     * @throws IOException if it does not come within 10 s, or is none that the demo application sends
     */
    boolean receive(boolean toHead) throws IOException {
        String status = line();
        if (!status.startsWith("HTTP/1.1 ")) {
            throw new IOException("no response: " + status);
        }
        long length = 0;
        boolean kept = true;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(
                        lower.substring("content-length:".length()).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                throw new IOException("a response without a length");
            } else if (lower.startsWith("connection:") && lower.contains("close")) {
                kept = false;
            }
        }
        if (!toHead) {
            in.skipNBytes(length);
        }
        return kept;
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
