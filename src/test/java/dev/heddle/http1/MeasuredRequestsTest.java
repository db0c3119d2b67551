package dev.heddle.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Server;
import dev.heddle.http.Headers;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.options.Architecture;
import dev.heddle.options.Limits;
import dev.heddle.protocol.Protocol;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who listens to a server's events learns of every response, with its method, its status and how long it took. */
@Timeout(60)
class MeasuredRequestsTest {
    private static final String FAILING = "/fail";

    /** Each answered request as {@code METHOD status}. */
    private static final class Answered implements ServerEvents {
        private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        private final BlockingQueue<Long> nanos = new LinkedBlockingQueue<>();
        private final boolean wanted;

        Answered(boolean wanted) {
            this.wanted = wanted;
        }

        @Override
        public boolean measuresRequests() {
            return wanted;
        }

        @Override
        public void requestAnswered(String method, int status, long took) {
            nanos.add(took);
            requests.add(method + " " + status);
        }

        String next() throws InterruptedException {
            return String.valueOf(requests.poll(30, TimeUnit.SECONDS));
        }
    }

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    private static Response returned(String path) throws IOException {
        if (path.equals(FAILING)) {
            throw new IOException("on purpose");
        }
        return Response.text("hello");
    }

    /** Both kinds of handlers: one that returns its response, one that writes it. */
    private static List<Protocol> protocols() {
        ExchangeHandler writing = (request, responder) -> {
            Response response = returned(request.path());
            byte[] body = "hello".getBytes(StandardCharsets.US_ASCII);
            responder.begin(response.status(), Headers.of(), body.length, false).write(body, 0, body.length);
            responder.end();
        };
        return List.of(
                new Http1Protocol(request -> returned(request.path()), Limits.defaults()),
                new Http1Protocol("http", writing, Limits.defaults()));
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void everyResponseIsReportedOnceWithMethodAndStatus(Architecture architecture) throws Exception {
        for (Protocol protocol : protocols()) {
            Answered answered = new Answered(true);
            try (Server server = Server.of(protocol)
                            .architecture(architecture)
                            .events(answered)
                            .start();
                    TestClient client = TestClient.connect(server)) {
                client.get("x");
                assertThat(answered.next()).isEqualTo("GET 200");
                client.send("BREW / HTTP/1.1\r\nHost: a\r\n\r\n").readReply();
                assertThat(answered.next()).isEqualTo("BREW 200");
                client.get("fail");
                assertThat(answered.next()).isEqualTo("GET 500");
                client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n");
                assertThat(client.readReply().status()).isEqualTo(200);
                assertThat(client.readReply().status()).isEqualTo(200);
                assertThat(client.readReply().status()).isEqualTo(400);
                assertThat(List.of(answered.next(), answered.next(), answered.next()))
                        .containsExactlyInAnyOrder("GET 200", "GET 200", " 400");
            }
            assertThat(answered.requests).isEmpty();
            assertThat(answered.nanos)
                    .hasSize(6)
                    .allSatisfy(nanos -> assertThat(nanos).isBetween(0L, TimeUnit.SECONDS.toNanos(60)));
        }
    }

    @Test
    void faultInTheBodyIsReportedWithItsStatus() throws Exception {
        Answered answered = new Answered(true);
        try (Server server = Server.http(request -> Response.text(request.readText(100)))
                        .events(answered)
                        .start();
                TestClient client = TestClient.connect(server)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n");
            assertThat(client.readReply().status()).isEqualTo(Status.BAD_REQUEST.code());
            assertThat(answered.next()).isEqualTo("POST 400");
        }
    }

    @Test
    void nothingIsReportedToAListenerThatDoesNotWantIt() throws Exception {
        Answered answered = new Answered(false);
        try (Server server = Server.http(request -> Response.text("hello"))
                        .events(answered)
                        .start();
                TestClient client = TestClient.connect(server)) {
            client.get("x");
            client.send("nonsense\r\n\r\n");
            assertThat(client.readReply().status()).isEqualTo(400);
        }
        assertThat(answered.requests).isEmpty();
    }
}
