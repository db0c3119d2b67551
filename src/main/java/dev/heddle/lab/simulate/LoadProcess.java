package dev.heddle.lab.simulate;

import dev.heddle.lab.load.MachineLoad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * The client that {@link Calibration} measures with: a program of its own, so that its processor time can be told from the server's. One
 * thread and a selector; closed loop. It prints one line:
 * requests; in ns the time, the server's processor time and its own; and of a million of the cores what other programs used.
 */
final class LoadProcess {
    /** Until this program is compiled, on one core beside the server, which is warm already. */
    private static final double WARM_UP_SECONDS = 2.5;

    private final InetSocketAddress address;
    private final byte[] batch;
    private final int pipelined;
    private final boolean newConnections;
    private final Selector selector;
    private final ByteBuffer in = ByteBuffer.allocateDirect(65_536);

    /** How long the replies to a batch are: all have the same length. 0 before the first. */
    private int replyBytes;

    private long requests;

    /** Bytes that one connection has received of the replies to its batch. */
    private static final class Received {
        private int bytes;
    }

    private LoadProcess(InetSocketAddress address, String path, int pipelined, boolean newConnections)
            throws IOException {
        this.address = address;
        this.pipelined = pipelined;
        this.newConnections = newConnections;
        String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + (newConnections ? "Connection: close\r\n" : "") + "\r\n";
        this.batch = head.repeat(pipelined).getBytes(StandardCharsets.US_ASCII);
        this.selector = Selector.open();
    }

    /** Arguments: port, path, connections, requests sent at a time, whether on new connections, seconds, the server's process. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        LoadProcess load = new LoadProcess(
                address, arguments[1], Integer.parseInt(arguments[3]), Boolean.parseBoolean(arguments[4]));
        double seconds = Double.parseDouble(arguments[5]);
        ProcessHandle server = ProcessHandle.of(Long.parseLong(arguments[6])).orElseThrow();
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            load.connect();
        }
        int cores = Runtime.getRuntime().availableProcessors();
        load.runFor(WARM_UP_SECONDS);
        long requests = load.requests;
        long serverNanos = processorNanos(server);
        long ownNanos = processorNanos(ProcessHandle.current());
        MachineLoad before = machineLoad(cores);
        long start = System.nanoTime();
        load.runFor(seconds);
        long nanos = System.nanoTime() - start;
        double busy = machineLoad(cores).busyShareSince(before);
        serverNanos = processorNanos(server) - serverNanos;
        ownNanos = processorNanos(ProcessHandle.current()) - ownNanos;
        double others = Double.isNaN(busy) ? 0 : Math.max(0, busy - (double) (serverNanos + ownNanos) / nanos / cores);
        System.out.println((load.requests - requests) + " " + nanos + " " + serverNanos + " " + ownNanos + " "
                + Math.round(others * 1e6));
    }

    /** Of the processors that this program has: the first one, or all. */
    private static MachineLoad machineLoad(int cores) {
        return cores == 1 ? MachineLoad.ofFirstProcessor() : MachineLoad.now();
    }

    private static long processorNanos(ProcessHandle process) {
        return process.info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElseThrow(() ->
                        new UnsupportedOperationException("this system does not tell processor times of programs"));
    }

    private void connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(address);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Received());
        send(channel);
    }

    private void send(SocketChannel channel) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(batch);
        while (out.hasRemaining()) {
            channel.write(out); // Always at once: the buffer of the socket is much larger than a batch.
        }
    }

    private void runFor(double seconds) throws IOException {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() - end < 0) {
            selector.select(this::receive, 100);
        }
    }

    private void receive(SelectionKey key) {
        try {
            receive((SocketChannel) key.channel(), (Received) key.attachment());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void receive(SocketChannel channel, Received received) throws IOException {
        in.clear();
        int count = channel.read(in);
        if (count < 0) {
            channel.close();
            if (!newConnections || received.bytes == 0) {
                throw new IOException("the server has closed a connection early");
            }
            requests++;
            connect();
            return;
        }
        received.bytes += count;
        if (newConnections) {
            return;
        }
        if (replyBytes == 0) {
            replyBytes = pipelined * lengthOfFirstReply();
        }
        if (received.bytes == replyBytes) {
            received.bytes = 0;
            requests += pipelined;
            send(channel);
        }
    }

    /** By its Content-Length; it has arrived with the head, as the server writes both together. */
    private int lengthOfFirstReply() throws IOException {
        byte[] bytes = new byte[in.position()];
        in.flip();
        in.get(bytes);
        String text = new String(bytes, StandardCharsets.US_ASCII);
        int head = text.indexOf("\r\n\r\n") + 4;
        String name = "content-length: ";
        int at = text.toLowerCase(Locale.ROOT).indexOf(name);
        if (!text.startsWith("HTTP/1.1 200") || head < 4 || at < 0 || at > head) {
            throw new IOException(
                    "an unexpected reply: " + text.lines().findFirst().orElse(""));
        }
        int start = at + name.length();
        return head + Integer.parseInt(text.substring(start, text.indexOf('\r', start)));
    }
}
