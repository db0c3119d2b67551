package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Handler;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.metrics.ServerStats.LaneStats;
import dev.heddle.options.Architecture.MessageBalanced;
import dev.heddle.options.Limits;
import dev.heddle.protocol.Lane;
import dev.heddle.support.Dialect;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only message-balanced does: messages, not connections, are what is scheduled. */
@Timeout(60)
class MessageBalancedTest {
    private static final String POST = "POST /change HTTP/1.1\r\nHost: heddle\r\nContent-Length: 0\r\n\r\n";

    private final Queue<String> log = new ConcurrentLinkedQueue<>();

    /** Handlers that are inside now, and the most that were. */
    private final AtomicInteger inside = new AtomicInteger();

    private final AtomicInteger mostInside = new AtomicInteger();

    /** Lets handlers out, one for each permit. */
    private final Semaphore out = new Semaphore(0);

    @Test
    void pipelinedGetsAreHandledConcurrentlyAndAnsweredInOrder() throws Exception {
        int messages = 8;
        CountDownLatch allInside = new CountDownLatch(messages);
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        Handler handler = request -> {
            threads.add(Thread.currentThread());
            allInside.countDown();
            Eventually.await(allInside); // opens only when all of them are here
            return Response.text(request.path());
        };
        try (Server server = started(new MessageBalanced(1, 1), handler);
                TestClient client = TestClient.connect(server)) {
            client.send(gets(messages));
            for (int i = 0; i < messages; i++) {
                assertThat(client.readReply().text()).isEqualTo("/" + i);
            }
        }
        assertThat(threads).hasSize(messages).doesNotHaveDuplicates().allMatch(Thread::isVirtual);
    }

    @Test
    void unsafeRequestIsHandledAloneOnItsConnection() throws Exception {
        Handler handler = request -> {
            log.add(request.path() + " begins");
            if (request.path().startsWith("/before")) {
                out.acquire();
            }
            log.add(request.path() + " ends");
            return Response.text(request.path());
        };
        try (Server server = started(new MessageBalanced(2, 1), handler);
                TestClient client = TestClient.connect(server);
                TestClient other = TestClient.connect(server)) {
            client.send(get("before-1") + get("before-2") + POST + get("behind"));
            Eventually.await(
                    "what is before it is begun",
                    () -> log.contains("/before-1 begins") && log.contains("/before-2 begins"));
            // Time enough for a change that would not wait; others are not held up meanwhile.
            for (int i = 0; i < 50; i++) {
                assertThat(other.get("other").status()).isEqualTo(200);
            }
            assertThat(log).doesNotContain("/change begins", "/behind begins");
            out.release(2);
            for (String path : List.of("/before-1", "/before-2", "/change", "/behind")) {
                assertThat(client.readReply().text()).isEqualTo(path);
            }
        }
        List<String> order =
                log.stream().filter(line -> !line.startsWith("/other")).toList();
        assertThat(order.subList(2, 4)).containsExactlyInAnyOrder("/before-1 ends", "/before-2 ends");
        assertThat(order.subList(4, 8))
                .containsExactly("/change begins", "/change ends", "/behind begins", "/behind ends");
    }

    @Test
    void messagesInFlightOfOneConnectionAreBounded() throws Exception {
        int share = 4;
        int messages = 20;
        Limits limits = Limits.builder().messagesInFlightPerConnection(share).build();
        try (Server server = Server.http(this::countInside)
                        .architecture(new MessageBalanced(1, 1))
                        .limits(limits)
                        .start();
                TestClient client = TestClient.connect(server);
                TestClient other = TestClient.connect(server)) {
            client.send(gets(messages));
            Eventually.await("its share is used", () -> inside.get() == share);
            assertThat(other.get("quick").status()).isEqualTo(200);
            assertThat(inside).hasValue(share);
            out.release(messages);
            for (int i = 0; i < messages; i++) {
                assertThat(client.readReply().text()).isEqualTo("/" + i);
            }
        }
        assertThat(mostInside).hasValue(share);
    }

    @Test
    void messagesInFlightOfAllConnectionsAreBounded() throws Exception {
        int limit = 3;
        int clients = 10;
        Limits limits = Limits.builder().messagesInFlight(limit).build();
        List<TestClient> all = new ArrayList<>();
        try (Server server = Server.http(this::countInside)
                .architecture(new MessageBalanced(2, 1))
                .limits(limits)
                .start()) {
            for (int i = 0; i < clients; i++) {
                all.add(TestClient.connect(server).send(get(String.valueOf(i))));
            }
            Eventually.await("the limit is reached", () -> inside.get() == limit);
            Eventually.await("all are accepted", () -> server.stats().connectionsOpen() == clients);
            assertThat(server.stats().inFlight()).isEqualTo(limit);
            out.release(clients);
            for (int i = 0; i < clients; i++) {
                assertThat(all.get(i).readReply().text()).isEqualTo("/" + i);
                all.get(i).close();
            }
        }
        assertThat(mostInside).hasValue(limit);
    }

    @Test
    void longRunningMessagesRunOneAtATimeWhileNormalOnesPass() throws Exception {
        try (Server server = started(new MessageBalanced(1, 1), sorted(Lane.LONG_RUNNING));
                TestClient one = TestClient.connect(server);
                TestClient two = TestClient.connect(server);
                TestClient quick = TestClient.connect(server)) {
            one.send(get("sorted-1"));
            two.send(get("sorted-2"));
            Eventually.await("one runs, the other waits", () -> {
                LaneStats lane = lane(server, "long");
                return lane.running() == 1 && lane.waiting() == 1 && inside.get() == 1;
            });
            for (int i = 0; i < 50; i++) {
                assertThat(quick.get("quick").status()).isEqualTo(200);
            }
            assertThat(inside).hasValue(1);
            out.release(2);
            assertThat(one.readReply().text()).isEqualTo("/sorted-1");
            assertThat(two.readReply().text()).isEqualTo("/sorted-2");
            assertThat(lane(server, "long"))
                    .extracting(LaneStats::limit, LaneStats::submitted)
                    .containsExactly(1, 2L);
            assertThat(lane(server, "normal").submitted()).isEqualTo(50);
        }
        assertThat(mostInside).hasValue(1);
    }

    @Test
    void inlineMessagesAreHandledOnTheReaderThread() throws Exception {
        Handler handler = new Handler() {
            @Override
            public Response handle(Request request) {
                return Response.text(Thread.currentThread().getName());
            }

            @Override
            public Lane lane(Request request) {
                return request.path().equals("/inline") ? Lane.INLINE : Lane.NORMAL;
            }
        };
        try (Server server = started(new MessageBalanced(1, 1), handler);
                TestClient client = TestClient.connect(server)) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.get("inline").text()).startsWith("heddle-connection");
                assertThat(client.get("other").text()).isEqualTo("heddle-message");
                // Behind a message that is still in hand, nothing is handled inline: it would have to wait for its
                // turn.
                Eventually.await("the other one has ended", () -> server.stats().inFlight() == 0);
            }
            client.send(get("inline").repeat(20));
            for (int i = 0; i < 20; i++) {
                assertThat(client.readReply().text()).startsWith("heddle-connection");
            }
            assertThat(lane(server, "inline").submitted()).isEqualTo(25);
            assertThat(lane(server, "normal").submitted()).isEqualTo(5);
        }
    }

    @Test
    void everyMessagePassesTheOnlyDispatcher() throws Exception {
        try (Server server = started(new MessageBalanced(1, 1), request -> Response.text("done"));
                TestClient one = TestClient.connect(server);
                TestClient other = TestClient.connect(server)) {
            assertThat(one.get("").status()).isEqualTo(200);
            assertThat(server.stats().serialSections()).hasSize(1);
            long before = server.stats().serialSections().getFirst().acquisitions();
            for (int i = 0; i < 20; i++) {
                assertThat(one.get("").status()).isEqualTo(200);
                assertThat(other.get("").status()).isEqualTo(200);
            }
            Eventually.await(
                    "once for each message",
                    () -> server.stats().serialSections().getFirst().acquisitions() >= before + 40);
            assertThat(server.stats().serialSections().getFirst().utilization()).isBetween(0.0, 1.0);
        }
        try (Server server = started(new MessageBalanced(3, 1), request -> Response.text("done"))) {
            assertThat(server.stats().serialSections()).hasSize(3);
        }
    }

    @Test
    void stalledUploadDoesNotDelayOthersOfItsDispatcher() throws Exception {
        Handler handler = request -> Response.text(String.valueOf(request.body().readAllBytes().length));
        try (Server server = started(new MessageBalanced(1, 1), handler);
                TestClient slow = TestClient.connect(server);
                TestClient quick = TestClient.connect(server)) {
            slow.send("POST / HTTP/1.1\r\nHost: heddle\r\nContent-Length: 10\r\n\r\n01234");
            Eventually.await("it is being read", () -> server.stats().inFlight() == 1);
            for (int i = 0; i < 50; i++) {
                assertThat(quick.get("").text()).isEqualTo("0");
            }
            assertThat(slow.send("56789").readReply().text()).isEqualTo("10");
        }
    }

    @Test
    void repliesBeforeAnUploadAreNotDelayedByIt() throws Exception {
        Handler handler = request -> Response.text(String.valueOf(request.body().readAllBytes().length));
        try (Server server = started(new MessageBalanced(1, 1), handler);
                TestClient client = TestClient.connect(server)) {
            client.send(get("") + "POST / HTTP/1.1\r\nHost: heddle\r\nContent-Length: 10\r\n\r\n01234");
            assertThat(client.readReply().text()).isEqualTo("0");
            assertThat(client.send("56789").readReply().text()).isEqualTo("10");
        }
    }

    @Test
    void quickReplyIsNotDelayedByASlowHandlerAfterIt() throws Exception {
        try (Server server = started(new MessageBalanced(1, 1), sorted(Lane.NORMAL));
                TestClient client = TestClient.connect(server)) {
            client.send(get("quick") + get("sorted"));
            HttpReply first = client.readReply(); // while the other one is still inside
            assertThat(first.text()).isEqualTo("/quick");
            out.release();
            assertThat(client.readReply().text()).isEqualTo("/sorted");
        }
    }

    /** Answers quickly, but for paths that begin with "sorted": those are put into a lane, and wait inside. */
    private Handler sorted(Lane lane) {
        return new Handler() {
            @Override
            public Response handle(Request request) throws Exception {
                return request.path().startsWith("/sorted") ? countInside(request) : Response.text(request.path());
            }

            @Override
            public Lane lane(Request request) {
                return request.path().startsWith("/sorted") ? lane : Lane.NORMAL;
            }
        };
    }

    /** Stays inside until let out, but for "quick". */
    private Response countInside(Request request) throws InterruptedException {
        if (!request.path().equals("/quick")) {
            int now = inside.incrementAndGet();
            mostInside.accumulateAndGet(now, Math::max);
            out.acquire();
            inside.decrementAndGet();
        }
        return Response.text(request.path());
    }

    private static LaneStats lane(Server server, String name) {
        return server.stats().lanes().stream()
                .filter(lane -> lane.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String get(String path) {
        return Dialect.HTTP.phrase(path);
    }

    private static String gets(int count) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append(get(String.valueOf(i)));
        }
        return all.toString();
    }

    private static Server started(MessageBalanced architecture, Handler handler) throws IOException {
        return Server.http(handler).architecture(architecture).start();
    }
}
