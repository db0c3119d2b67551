package dev.heddle.scaling;

import dev.heddle.support.HttpReply;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Clients that send requests through a proxy until they are stopped, each on a connection that it keeps, and that count each request that
 * has no right answer. They try nothing twice.
 *
 * <p>What the threads share: the counts and the list of failures, to which any of them adds; and whether to stop, which the test's thread
 * sets once. The test reads the counts when all have ended.
 */
final class Traffic implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(5);

    /** About as long as nginx keeps an idle connection to a server: a request arrives just when it is closed. */
    private static final Duration LONG_PAUSE = Duration.ofMillis(990);

    private final long began = System.nanoTime();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final LongAdder gets = new LongAdder();
    private final LongAdder posts = new LongAdder();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final List<Thread> clients = new ArrayList<>();

    private Traffic() {}

    /** How many requests were sent, and a line for each that failed. */
    record Result(long gets, long posts, List<String> failures) {}

    /**
     * Starts to send.
     *
     * @param proxies where to, by name
     * @param each how many clients of each kind for each proxy
     */
    static Traffic start(Map<String, InetSocketAddress> proxies, int each) {
        Traffic traffic = new Traffic();
        proxies.forEach((name, address) -> {
            for (int i = 0; i < each; i++) {
                traffic.start(name + ", GET", address, PAUSE, n -> "GET /plaintext");
                traffic.start(name + ", POST", address, PAUSE, n -> "POST body " + n);
                traffic.start(name + ", slow GET", address, PAUSE, n -> "GET /sleep?ms=50");
                Duration pause = LONG_PAUSE.plusMillis(4L * i);
                traffic.start(name + ", rare POST", address, pause, n -> "POST rare body " + n);
            }
        });
        return traffic;
    }

    private void start(String name, InetSocketAddress address, Duration pause, IntFunction<String> phrase) {
        clients.add(Thread.ofVirtual().name(name).start(() -> send(name, address, pause, phrase)));
    }

    private void send(String name, InetSocketAddress address, Duration pause, IntFunction<String> phrase) {
        TestClient client = null;
        for (int i = 0; !stopped.get(); i++) {
            String request = phrase.apply(i);
            (request.startsWith("GET") ? gets : posts).increment();
            try {
                client = client == null ? TestClient.connect(address) : client;
                HttpReply reply = answer(client, request);
                client = reply.closes() ? closed(client) : client;
            } catch (IOException | RuntimeException | AssertionError e) {
                failures.add("after %d ms, %s, '%s': %s"
                        .formatted((System.nanoTime() - began) / 1_000_000, name, request, e.getMessage()));
                client = closed(client);
            }
            LockSupport.parkNanos(pause.toNanos());
        }
        closed(client);
    }

    /**
     * Sends a request on a connection.
     *
     * @param request {@code GET path}, or {@code POST body}
     * @return its answer, which is right
     * @throws IOException if there is none, or another one
     */
    static HttpReply answer(TestClient client, String request) throws IOException {
        boolean post = request.startsWith("POST ");
        String body = post ? request.substring("POST ".length()) : "";
        client.send(
                post
                        ? "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body
                        : request + " HTTP/1.1\r\nHost: a\r\n\r\n");
        HttpReply reply = client.readReply();
        if (reply.status() != 200 || (post && !reply.text().equals(body))) {
            throw new IOException(
                    reply.status() + " " + reply.text().lines().findFirst().orElse(""));
        }
        return reply;
    }

    private static @Nullable TestClient closed(@Nullable TestClient client) {
        try {
            if (client != null) {
                client.close();
            }
        } catch (IOException e) {
            // All that it was to bring was read.
        }
        return null;
    }

    /** Lets the requests in flight be answered, and tells what became of all. */
    Result stop() throws InterruptedException {
        stopped.set(true);
        for (Thread client : clients) {
            client.join();
        }
        return new Result(gets.sum(), posts.sum(), List.copyOf(failures));
    }

    /** Stops without waiting. */
    @Override
    public void close() {
        stopped.set(true);
    }
}
