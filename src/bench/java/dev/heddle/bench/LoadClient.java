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
 * One scenario's load on one server: one thread, one selector, and as little work as can be, since the client has to share the
 * processors with what it measures.
 *
 * <p>It does not parse. The first reply is read with care and tells how long all of them are, for a server answers the same
 * request with the same number of bytes; from then on bytes are counted, and wherever a read begins with a reply, its status is
 * looked at. A server whose replies vary in length fails at once.
 *
 * <p>Closed loop: each connection sends its next batch when the one before it is answered. Open loop: requests come by
 * themselves, as if from many independent clients (a Poisson process), wait for a connection if none is free, and their latency
 * counts from when they came. Nothing sleeps there, as a sleep is longer than the time between two of them: the thread looks
 * and yields, and so takes what the server leaves of a processor.
 *
 * <p>Not thread-safe.
 */
final class LoadClient implements AutoCloseable {
    private static final int MOST_FAILURES = 100;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int READ_SIZE = 65_536;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int DIGITS = 3;

    /** How a good reply begins, in twelve bytes. */
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
    /** How many bytes answer a batch. */
    private final int owedForBatch;

    private final Histogram latencies = new Histogram(LONGEST_NANOS, DIGITS);
    private long answered;
    private int failures;

    /** Of the open loop: when requests come, who may send one, and which have come and could not be sent. */
    private final SplittableRandom chance = new SplittableRandom(42);

    private final double meanGapNanos;
    private final Queue<Client> idle = new ArrayDeque<>();
    private final Queue<Long> waiting = new ArrayDeque<>();
    private long nextComesAt;

    /**
     * Opens the connections of a scenario and sends what begins it.
     *
     * @param rate requests a second in the open loop
     */
    LoadClient(InetSocketAddress server, Scenario scenario, int rate) throws IOException {
        this.server = server;
        this.scenario = scenario;
        this.selector = Selector.open();
        byte[] bytes = Ascii.bytes(request(scenario.isNewConnections()).repeat(scenario.depth()));
        this.batch = ByteBuffer.allocateDirect(bytes.length).put(bytes);
        this.owedForBatch = scenario.depth() * lengthOfReply();
        this.meanGapNanos = (double) TimeUnit.SECONDS.toNanos(1) / rate;
        this.nextComesAt = System.nanoTime();
        for (int i = 0; i < scenario.connections(); i++) {
            begin();
        }
    }

    /** What every server is asked. */
    static String request(boolean closes) {
        return "GET /plaintext HTTP/1.1\r\nHost: 127.0.0.1\r\n" + (closes ? "Connection: close\r\n" : "") + "\r\n";
    }

    /** Reads one whole reply, byte by byte, and nothing behind it. */
    static String oneReply(InputStream in) throws IOException {
        StringBuilder reply = new StringBuilder();
        int whole = Integer.MAX_VALUE;
        while (reply.length() < whole) {
            int value = in.read();
            if (value < 0) {
                throw new IOException("it closed the connection behind " + reply);
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
            throw new IOException("it announces no length: " + head);
        }
        return Integer.parseInt(length.group(1));
    }

    private int lengthOfReply() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(Ascii.bytes(request(scenario.isNewConnections())));
            return oneReply(socket.getInputStream()).length();
        }
    }

    /** One of the clients that the server thinks it has, for as long as its connection lasts. */
    private static final class Client {
        private final SocketChannel channel;
        /** How many bytes of the reply, or of a batch's replies, are still to come. */
        private int owed;
        /** When what is being answered was sent, or should have been. */
        private long since;

        Client(SocketChannel channel) {
            this.channel = channel;
        }
    }

    /** What came of a run. */
    record Run(long answered, int failures, Duration elapsed, long p50Nanos, long p99Nanos, long p999Nanos) {}

    /** Goes on with the load for a time; what it counted before that is forgotten. */
    Run run(Duration time) throws IOException {
        answered = 0;
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
                answered,
                failures,
                Duration.ofNanos(System.nanoTime() - begun),
                latencies.getValueAtPercentile(50),
                latencies.getValueAtPercentile(99),
                latencies.getValueAtPercentile(99.9));
    }

    @SuppressWarnings(
            "ThreadPriorityCheck") // Who is yielded to makes no difference to what is right, only to what is fast.
    private void openLoop(long now) throws IOException {
        for (; nextComesAt - now <= 0; nextComesAt += nextGap()) {
            Client free = idle.poll();
            if (free == null) {
                waiting.add(nextComesAt);
            } else {
                send(free, nextComesAt);
            }
        }
        if (selector.selectNow(whenReadable) == 0) {
            Thread.yield();
        }
    }

    private long nextGap() {
        return Math.round(-Math.log(1 - chance.nextDouble()) * meanGapNanos);
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
        Long came = waiting.poll();
        if (came == null) {
            idle.add(client);
        } else {
            send(client, came);
        }
    }

    private void send(Client client, long since) throws IOException {
        client.owed = owedForBatch;
        client.since = since;
        batch.rewind();
        while (batch.hasRemaining()) {
            client.channel.write(batch);
        }
    }

    private void readable(SelectionKey key) {
        Client client = (Client) key.attachment();
        try {
            if (!took(client)) {
                return;
            }
            long now = System.nanoTime();
            latencies.recordValue(Math.clamp(now - client.since, 0, LONGEST_NANOS));
            answered += scenario.depth();
            if (scenario.isNewConnections()) {
                client.channel.close();
                begin();
            } else {
                next(client, now);
            }
        } catch (IOException e) {
            beginAgain(client, e);
        }
    }

    /** Whether the replies are whole. */
    private boolean took(Client client) throws IOException {
        received.clear();
        int count = client.channel.read(received);
        if (count < 0) {
            throw new IOException("closed with " + client.owed + " bytes missing");
        }
        boolean atStatus = client.owed == owedForBatch && count >= STATUS.length();
        if (atStatus && (received.getLong(0) != STATUS_BEGIN || received.getInt(Long.BYTES) != STATUS_END)) {
            throw new UncheckedIOException(new IOException("a reply that is not 200"));
        }
        client.owed -= count;
        if (client.owed < 0) {
            throw new UncheckedIOException(new IOException("replies that vary in length"));
        }
        return client.owed == 0;
    }

    private void beginAgain(Client client, IOException cause) {
        if (++failures > MOST_FAILURES) {
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
