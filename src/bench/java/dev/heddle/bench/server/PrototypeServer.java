package dev.heddle.bench.server;

import dev.heddle.bytes.Ascii;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * The least that a blocking server on {@code java.net} can do, as the baseline of all others: one acceptor, a virtual
 * thread for each connection, one read and one write for each batch. Not for real use: it finds the end of a head and
 * {@code Connection: close} and parses nothing else, always sends the same bytes, and has no limits, no timeouts and
 * no request bodies.
 */
final class PrototypeServer {
    private static final int BUFFER = 8192;

    /** Most responses in one write. */
    private static final int BATCH = 64;

    /** The last four bytes of a head. */
    private static final int HEAD_END = 0x0d0a0d0a;

    /** The last eight bytes of {@code Connection: close}. */
    private static final long CLOSE = ByteBuffer.wrap(Ascii.bytes("n: close")).getLong();

    private static final byte[] REPLY = reply("");
    private static final byte[] LAST_REPLY = reply("Connection: close\r\n");
    private static final byte[] REPLIES =
            Ascii.bytes(Ascii.latin1(REPLY, 0, REPLY.length).repeat(BATCH));

    private PrototypeServer() {}

    private static byte[] reply(String header) {
        byte[] body = CommonSettings.body();
        return Ascii.bytes("HTTP/1.1 200 OK\r\nContent-Type: " + CommonSettings.TYPE + "\r\nContent-Length: "
                + body.length + "\r\n" + header + "\r\n" + Ascii.latin1(body, 0, body.length));
    }

    static int start() throws IOException {
        ServerSocket listener = new ServerSocket(0, CommonSettings.BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().name("acceptor").start(() -> accept(listener));
        return listener.getLocalPort();
    }

    private static void accept(ServerSocket listener) {
        try (listener) {
            while (true) {
                Socket socket = listener.accept();
                Thread.startVirtualThread(() -> serve(socket));
            }
        } catch (IOException e) {
            throw new IllegalStateException("accept failed", e);
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            serveRequests(socket.getInputStream(), socket.getOutputStream());
        } catch (IOException e) {
            // The client has left.
        }
    }

    private static void serveRequests(InputStream in, OutputStream out) throws IOException {
        byte[] bytes = new byte[BUFFER];
        long lastEight = 0;
        boolean closes = false;
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
            int heads = 0;
            for (int i = 0; i < count; i++) {
                lastEight = lastEight << Byte.SIZE | bytes[i];
                if ((int) lastEight == HEAD_END) {
                    heads++;
                } else if (lastEight == CLOSE) {
                    closes = true;
                }
            }
            if (closes && heads > 0) {
                out.write(LAST_REPLY);
                return;
            }
            for (int left = heads; left > 0; left -= BATCH) {
                out.write(REPLIES, 0, Math.min(left, BATCH) * REPLY.length);
            }
        }
    }
}
