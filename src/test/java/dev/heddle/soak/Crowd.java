package dev.heddle.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Crowds of clients that make a server hold as much as they can. */
enum Crowd {
    /** Sends a byte of the body every second. */
    TRICKLED_BODIES(2000, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n", "x"),
    /** Sends nothing of the body. */
    STALLED_BODIES(3000, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n", ""),
    /** Pipelines requests and reads no reply. */
    UNREAD_REPLIES(600, "GET /bytes?n=2000 HTTP/1.1\r\nHost: a\r\n\r\n".repeat(300), ""),
    /** Sends no end of the head. */
    UNFINISHED_HEADS(5000, "GET /plaintext HTTP/1.1\r\nHost: a\r\nX-Long: " + "x".repeat(3000), "");

    private static final int THREADS = 20;
    private static final int STEP_MILLIS = 1000;

    /** A client needs a descriptor of this process, too. */
    private static final int MOST_CLIENTS = (int) Math.min(
            Integer.MAX_VALUE,
            ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class).getMaxFileDescriptorCount() / 2);

    private final int clients;
    private final String first;
    private final String more;

    Crowd(int clients, String first, String more) {
        this.clients = clients;
        this.first = first;
        this.more = more;
    }

    /** Connects the n-th client. */
    @FunctionalInterface
    interface Connector {
        Socket connect(int n) throws IOException;
    }

    /**
     * Keeps the crowd, or a part of it, attached until the latch opens: a client whose connection was ended comes again.
     *
     * @param part one in this many clients
     * @return what runs in the background, and ends soon after the latch has opened
     */
    List<Future<?>> attack(Connector connector, int part, CountDownLatch over, ExecutorService threads) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            all.add(threads.submit(
                    () -> attackUntil(over, connector, Math.min(clients / part, MOST_CLIENTS) / THREADS)));
        }
        return all;
    }

    private @Nullable Void attackUntil(CountDownLatch over, Connector connector, int count)
            throws InterruptedException, IOException {
        @Nullable Socket[] sockets = new @Nullable Socket[count];
        try {
            do {
                for (int i = 0; i < sockets.length && over.getCount() > 0; i++) {
                    sockets[i] = attack(sockets[i], i, connector);
                }
            } while (!over.await(STEP_MILLIS, TimeUnit.MILLISECONDS));
        } finally {
            for (Socket socket : sockets) {
                if (socket != null) {
                    socket.close();
                }
            }
        }
        return null;
    }

    /** Connects, or goes on. Returns the connection; null if it has ended. */
    private @Nullable Socket attack(@Nullable Socket before, int n, Connector connector) throws IOException {
        Socket socket = before;
        try {
            if (socket == null) {
                socket = connector.connect(n);
                socket.getOutputStream().write(bytes(first));
            } else if (!more.isEmpty()) {
                socket.getOutputStream().write(bytes(more));
            } else if (this != UNREAD_REPLIES && socket.getInputStream().available() > 0) {
                socket.close(); // An error reply: the connection was ended.
                return null;
            }
            return socket;
        } catch (IOException e) {
            if (socket != null) {
                socket.close();
            }
            return null;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
