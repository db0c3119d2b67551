package dev.heddle.bench.tls;

import dev.heddle.bytes.Ascii;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Load of one kind on one server: a blocking client on each of some platform threads, closed loop. */
final class TlsLoad {
    /** Kinds of load. */
    enum Kind {
        FULL("new connections, full handshake", 16, Payload.SMALL),
        RESUMED("new connections, resumed session", 16, Payload.SMALL),
        KEEP_ALIVE("kept connections, small response", 32, Payload.SMALL),
        LARGE("kept connections, response of 8 MiB", 4, Payload.LARGE);

        private final String title;
        private final int clients;
        private final String path;

        Kind(String title, int clients, String path) {
            this.title = title;
            this.clients = clients;
            this.path = path;
        }

        String title() {
            return title;
        }

        boolean isNewConnections() {
            return this == FULL || this == RESUMED;
        }
    }

    private final int port;
    private final Kind kind;
    private final SSLContext context;
    private final AtomicInteger names = new AtomicInteger();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final LongAdder completed = new LongAdder();
    private final LongAdder failed = new LongAdder();

    TlsLoad(int port, Kind kind, SSLContext context) {
        this.port = port;
        this.kind = kind;
        this.context = context;
    }

    /** What was done in the time, by a client that has warmed up before. */
    record Run(long completed, long failed, Duration elapsed, Duration serverTime) {}

    /** Runs for the time, after a beginning that does not count. */
    Run run(Duration time, ProcessHandle server) throws InterruptedException {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < kind.clients; i++) {
            clients.add(Thread.ofPlatform().name("load-" + i).start(this::runClient));
        }
        Thread.sleep(time.dividedBy(4));
        completed.reset();
        Duration before = processorTime(server);
        long since = System.nanoTime();
        Thread.sleep(time);
        long done = completed.sum();
        Run run = new Run(
                done,
                failed.sum(),
                Duration.ofNanos(System.nanoTime() - since),
                processorTime(server).minus(before));
        stopped.set(true);
        for (Thread client : clients) {
            client.join();
        }
        return run;
    }

    private static Duration processorTime(ProcessHandle server) {
        return server.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private void runClient() {
        while (!stopped.get()) {
            try (SSLSocket socket = connected()) {
                do {
                    exchange(socket);
                    completed.increment();
                } while (!kind.isNewConnections() && !stopped.get());
            } catch (IOException e) {
                failed.increment();
            }
        }
    }

    /** The JDK's client resumes what it has agreed on with a name and a port: another name is another session. */
    private SSLSocket connected() throws IOException {
        String name = kind == Kind.FULL ? "h" + names.incrementAndGet() : "localhost";
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        return (SSLSocket) context.getSocketFactory().createSocket(socket, name, port, true);
    }

    private void exchange(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(Ascii.bytes("GET " + kind.path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        InputStream in = socket.getInputStream();
        int body = kind.path.equals(Payload.LARGE) ? Payload.LARGE_BYTES : Payload.body(kind.path).length;
        byte[] buffer = new byte[65_536];
        int count = 0;
        int end = -1;
        while (end < 0) {
            int read = in.read(buffer, count, buffer.length - count);
            if (read < 0) {
                throw new IOException("no response");
            }
            count += read;
            end = new String(buffer, 0, count, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        }
        for (long left = body - (count - end - 4L); left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new IOException("a part of a response");
            }
            left -= read;
        }
    }
}
