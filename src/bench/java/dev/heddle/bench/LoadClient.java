package dev.heddle.bench;

import dev.heddle.bytes.Ascii;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * Load of one scenario on one server: one thread, one selector, and as little work as possible, since the client
 * shares the processors with the server that it measures.
 *
 * <p>It does not parse. The first response is read byte by byte and tells the length of all, since a server responds
 * to the same request with the same number of bytes. After that it counts bytes, and checks the status where a read
 * begins with a response. A server whose responses vary in length fails at once.
 *
 * <p>Closed loop: each connection sends its next batch when all responses to the last one have arrived. Open loop:
 * requests arrive as if from many independent clients (a Poisson process) and wait for a connection if none is free;
 * their latency counts from their arrival. The open loop never sleeps, as a sleep is longer than the time between two
 * arrivals: the thread polls and yields, and so takes the processor time that the server leaves.
 *
 * <p>Not thread-safe.
 */
final class LoadClient implements AutoCloseable {
    private static final int MAX_FAILURES = 100;
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int READ_SIZE = 65_536;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int DIGITS = 3;

    /** The first twelve bytes of a good response. */
    private static final String STATUS = "HTTP/1.1 200";

    private static final long STATUS_BEGIN =
            ByteBuffer.wrap(Ascii.bytes(STATUS)).getLong();
    private static final int STATUS_END = ByteBuffer.wrap(Ascii.bytes(STATUS)).getInt(Long.BYTES);

    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)\r\n");

    private final InetSocketAddress server;
    private final Scenario scenario;
    private final Selector selector;
    private final Consumer<SelectionKey> whenReadable = this::readable;
    private final ByteBuffer batch;
    private final ByteBuffer received = ByteBuffer.allocateDirect(READ_SIZE);

    /** Bytes of all responses to a batch. */
    private final int bytesPerBatch;

    private final Histogram latencies = new Histogram(LONGEST_NANOS, DIGITS);
    private long completed;
    private int failures;

    /** Draws the arrival times of the open loop. */
    private final SplittableRandom random = new SplittableRandom(42);

    private final double meanGapNanos;
    /** Connections without a request, in the open loop. */
    private final Queue<Client> idle = new ArrayDeque<>();

    /** Arrival times of requests that wait for a connection, in the open loop. */
    private final Queue<Long> waiting = new ArrayDeque<>();

    /** Arrival time of the next request, in the open loop. */
    private long nextArrival;

    /**
     * Opens the connections of a scenario and sends the first requests.
     *
     * @param rate requests per second in the open loop
     */
    LoadClient(InetSocketAddress server, Scenario scenario, int rate) throws IOException {
        this.server = server;
        this.scenario = scenario;
        this.selector = Selector.open();
        byte[] bytes = Ascii.bytes(request(scenario.isNewConnections()).repeat(scenario.depth()));
        this.batch = ByteBuffer.allocateDirect(bytes.length).put(bytes);
        this.bytesPerBatch = scenario.depth() * responseLength();
        this.meanGapNanos = (double) TimeUnit.SECONDS.toNanos(1) / rate;
        this.nextArrival = System.nanoTime();
        for (int i = 0; i < scenario.connections(); i++) {
            begin();
        }
    }

    /** The request that every server gets. */
    static String request(boolean closes) {
        return "GET /plaintext HTTP/1.1\r\nHost: 127.0.0.1\r\n" + (closes ? "Connection: close\r\n" : "") + "\r\n";
    }

    /** Reads one whole response, byte by byte, and nothing after it. */
    static String readResponse(InputStream in) throws IOException {
        StringBuilder reply = new StringBuilder();
        int whole = Integer.MAX_VALUE;
        while (reply.length() < whole) {
            int value = in.read();
            if (value < 0) {
                throw new IOException("connection closed after " + reply);
            }
            reply.append((char) value);
            if (whole == Integer.MAX_VALUE && reply.indexOf("\r\n\r\n", Math.max(0, reply.length() - 4)) >= 0) {
                whole = reply.length() + contentLength(reply.toString());
            }
        }
        return reply.toString();
    }

    private static int contentLength(String head) throws IOException {
        Matcher length = LENGTH.matcher(head.toLowerCase(Locale.ROOT));
        if (!length.find()) {
            throw new IOException("no Content-Length in " + head);
        }
        return Integer.parseInt(length.group(1));
    }

    private int responseLength() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(Ascii.bytes(request(scenario.isNewConnections())));
            return readResponse(socket.getInputStream()).length();
        }
    }

    /** A connection, which the server takes for a client. */
    private static final class Client {
        private final SocketChannel channel;

        /** Bytes that are still to come of the responses to a batch. */
        private int remaining;

        /** When the batch was sent, or, in the open loop, arrived. */
        private long since;

        Client(SocketChannel channel) {
            this.channel = channel;
        }
    }

    /** Result of a run. */
    record Run(long completed, int failures, Duration elapsed, long p50Nanos, long p99Nanos, long p999Nanos) {}

    /** Continues the load for a time. Counts and latencies start from zero. */
    Run run(Duration time) throws IOException {
        completed = 0;
        failures = 0;
        latencies.reset();
        long begun = System.nanoTime();
        long until = begun + time.toNanos();
        try {
            for (long now = begun; now - until < 0; now = System.nanoTime()) {
                if (scenario.isOpenLoop()) {
                    openLoop(now);
                } else {
                    selector.select(whenReadable, Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - now)));
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException(scenario.label() + ": " + e.getMessage(), e);
        }
        return new Run(
                completed,
                failures,
                Duration.ofNanos(System.nanoTime() - begun),
                latencies.getValueAtPercentile(50),
                latencies.getValueAtPercentile(99),
                latencies.getValueAtPercentile(99.9));
    }

    @SuppressWarnings("ThreadPriorityCheck") // Nothing relies on the yield; it only leaves time to the server.
    private void openLoop(long now) throws IOException {
        for (; nextArrival - now <= 0; nextArrival += nextGap()) {
            Client free = idle.poll();
            if (free == null) {
                waiting.add(nextArrival);
            } else {
                send(free, nextArrival);
            }
        }
        if (selector.selectNow(whenReadable) == 0) {
            Thread.yield();
        }
    }

    private long nextGap() {
        return Math.round(-Math.log(1 - random.nextDouble()) * meanGapNanos);
    }

    // ---- one client

    private void begin() throws IOException {
        // Blocking: the handshake with a server on this machine is over when the call returns.
        Client client = new Client(SocketChannel.open(server));
        client.channel.configureBlocking(false);
        client.channel.register(selector, SelectionKey.OP_READ, client);
        next(client, System.nanoTime());
    }

    private void next(Client client, long now) throws IOException {
        if (!scenario.isOpenLoop()) {
            send(client, now);
            return;
        }
        Long arrival = waiting.poll();
        if (arrival == null) {
            idle.add(client);
        } else {
            send(client, arrival);
        }
    }

    private void send(Client client, long since) throws IOException {
        client.remaining = bytesPerBatch;
        client.since = since;
        batch.rewind();
        while (batch.hasRemaining()) {
            client.channel.write(batch);
        }
    }

    private void readable(SelectionKey key) {
        Client client = (Client) key.attachment();
        try {
            if (!readResponses(client)) {
                return;
            }
            long now = System.nanoTime();
            latencies.recordValue(Math.clamp(now - client.since, 0, LONGEST_NANOS));
            completed += scenario.depth();
            if (scenario.isNewConnections()) {
                client.channel.close();
                begin();
            } else {
                next(client, now);
            }
        } catch (IOException e) {
            reopen(client, e);
        }
    }

    /** Reads what has arrived; returns whether all responses to the batch are complete. */
    private boolean readResponses(Client client) throws IOException {
        received.clear();
        int count = client.channel.read(received);
        if (count < 0) {
            throw new IOException("closed with " + client.remaining + " bytes still to come");
        }
        boolean atStatus = client.remaining == bytesPerBatch && count >= STATUS.length();
        if (atStatus && (received.getLong(0) != STATUS_BEGIN || received.getInt(Long.BYTES) != STATUS_END)) {
            throw new UncheckedIOException(new IOException("status is not 200"));
        }
        client.remaining -= count;
        if (client.remaining < 0) {
            throw new UncheckedIOException(new IOException("responses vary in length"));
        }
        return client.remaining == 0;
    }

    private void reopen(Client client, IOException cause) {
        if (++failures > MAX_FAILURES) {
            throw new UncheckedIOException(cause);
        }
        try {
            client.channel.close();
            begin();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
