package dev.heddle;

import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.heddle.admin.EventCounters;
import dev.heddle.bytes.Ascii;
import dev.heddle.http.Response;
import dev.heddle.jdkhttp.HeddleHttpServerProvider;
import dev.heddle.metrics.BothEvents;
import dev.heddle.metrics.LoggingEvents;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures what a request costs, for {@link HotPathIT}, in a JVM of its own: other tests would influence what the
 * compiler makes of it. Prints {@code name=figure} lines.
 */
final class HotPathProbe {
    private static final String REQUEST = "GET /plaintext HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    private static final byte[] BODY = Ascii.bytes("Hello, World!");
    private static final Response HELLO = Response.bytes("text/plain", BODY);

    private static final int CONNECTIONS = 64;
    private static final int PIPELINED = 16;
    private static final int WARM_UP = 1500;
    /** Odd, for the median. */
    private static final int WINDOWS = 7;

    private static final int ROUNDS_OF_ALL = 150;
    private static final int ROUNDS_OF_ONE = 3000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private HotPathProbe() {}

    /** Measures everything. */
    public static void main(String[] arguments) throws IOException {
        try (Server own = Server.http(request -> HELLO).start();
                ServerSocket bare = bare()) {
            warmUp(own.address(), 1);
            warmUp(own.address(), PIPELINED);
            warmUp(bareAddress(bare), 1);
            say("allocated.prototype", allocated(bareAddress(bare), 1));
            say("allocated.own", allocated(own.address(), 1));
            say("allocated.own.pipelined", allocated(own.address(), PIPELINED));
            say("rate.toPrototype", rateTo(own.address(), bareAddress(bare)));
        }
        EventCounters counters = new EventCounters();
        try (Server measured = Server.http(request -> HELLO, counters)
                .events(new BothEvents(new LoggingEvents(), counters))
                .start()) {
            warmUp(measured.address(), 1);
            say("allocated.measured", allocated(measured.address(), 1));
        }
        HttpServer api = api();
        warmUp(api.getAddress(), 1);
        say("allocated.jdkhttp", allocated(api.getAddress(), 1));
        api.stop(0);
    }

    private static void say(String name, double figure) {
        System.out.println(name + "=" + figure);
    }

    // ---- the servers

    private static HttpServer api() throws IOException {
        HttpServer server = new HeddleHttpServerProvider()
                .createHttpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/plaintext", HotPathProbe::handle);
        server.start();
        return server;
    }

    private static void handle(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(200, BODY.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(BODY);
        }
    }

    /** The minimal server: the same bytes for each read, on a virtual thread for each connection. */
    private static ServerSocket bare() throws IOException {
        ServerSocket listener = new ServerSocket(0, CONNECTIONS, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    Socket socket = listener.accept();
                    Thread.startVirtualThread(() -> reply(socket));
                }
            } catch (IOException e) {
                // Closed: the measurement has ended.
            }
        });
        return listener;
    }

    private static InetSocketAddress bareAddress(ServerSocket bare) {
        return (InetSocketAddress) bare.getLocalSocketAddress();
    }

    private static void reply(Socket socket) {
        byte[] bytes = new byte[8192];
        byte[] reply =
                Ascii.bytes("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 13\r\n\r\nHello, World!");
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            while (in.read(bytes) >= 0) {
                out.write(reply);
            }
        } catch (IOException e) {
            // The client has left.
        }
    }

    // ---- the measurements

    private static void warmUp(InetSocketAddress server, int depth) throws IOException {
        try (Clients clients = new Clients(server, CONNECTIONS, depth)) {
            for (int i = 0; i < WARM_UP / depth; i++) {
                clients.round();
            }
        }
    }

    /**
     * Bytes for one request: allocated by all threads of the JVM but the client's. The minimum of several windows,
     * since nothing but noise can add to it.
     */
    private static double allocated(InetSocketAddress server, int depth) throws IOException {
        int rounds = ROUNDS_OF_ONE / depth;
        double least = Double.MAX_VALUE;
        try (Clients clients = new Clients(server, 1, depth)) {
            clients.round();
            for (int window = 0; window < WINDOWS; window++) {
                long before = allocatedByOthers();
                for (int i = 0; i < rounds; i++) {
                    clients.round();
                }
                least = Math.min(least, (allocatedByOthers() - before) / (double) (rounds * depth));
            }
        }
        return least;
    }

    private static long allocatedByOthers() {
        return THREADS.getTotalThreadAllocatedBytes() - THREADS.getCurrentThreadAllocatedBytes();
    }

    /** The median of the ratios of two servers' rates, each of adjacent windows. */
    private static double rateTo(InetSocketAddress server, InetSocketAddress base) throws IOException {
        double[] ratios = new double[WINDOWS];
        try (Clients one = new Clients(server, CONNECTIONS, 1);
                Clients other = new Clients(base, CONNECTIONS, 1)) {
            for (int window = 0; window < WINDOWS; window++) {
                double serverNanos = nanos(one);
                ratios[window] = nanos(other) / serverNanos;
            }
        }
        Arrays.sort(ratios);
        return ratios[WINDOWS / 2];
    }

    private static double nanos(Clients clients) throws IOException {
        long begun = System.nanoTime();
        for (int i = 0; i < ROUNDS_OF_ALL; i++) {
            clients.round();
        }
        return System.nanoTime() - begun;
    }

    /** Clients in step: each sends its requests, then each reads its replies. They allocate nothing. */
    private static final class Clients implements AutoCloseable {
        private static final int PATIENCE_MILLIS = 10_000;

        private final List<Socket> sockets = new ArrayList<>();
        private final List<InputStream> ins = new ArrayList<>();
        private final List<OutputStream> outs = new ArrayList<>();
        private final byte[] requests;
        private final byte[] replies = new byte[16_384];
        private final int owed;

        Clients(InetSocketAddress server, int count, int depth) throws IOException {
            requests = Ascii.bytes(REQUEST.repeat(depth));
            for (int i = 0; i < count; i++) {
                Socket socket = new Socket();
                socket.connect(server, PATIENCE_MILLIS);
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                ins.add(socket.getInputStream());
                outs.add(socket.getOutputStream());
            }
            owed = depth * lengthOfReply();
        }

        private int lengthOfReply() throws IOException {
            outs.get(0).write(Ascii.bytes(REQUEST));
            int length = 0;
            while (!Ascii.latin1(replies, 0, length).endsWith("Hello, World!")) {
                length += read(ins.get(0), length);
            }
            return length;
        }

        private int read(InputStream in, int have) throws IOException {
            int count = in.read(replies, have, replies.length - have);
            if (count < 0) {
                throw new EOFException("the server has closed a connection");
            }
            return count;
        }

        void round() throws IOException {
            for (int i = 0; i < outs.size(); i++) {
                outs.get(i).write(requests);
            }
            for (int i = 0; i < ins.size(); i++) {
                for (int have = 0; have < owed; ) {
                    have += read(ins.get(i), have);
                }
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
