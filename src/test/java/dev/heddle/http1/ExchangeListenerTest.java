package dev.heddle.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Server;
import dev.heddle.http.EndedExchange;
import dev.heddle.http.ExchangeListener;
import dev.heddle.http.Headers;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import dev.heddle.options.Architecture;
import dev.heddle.options.Limits;
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

/** Who listens to the exchanges of a server learns of every response, with its method, its status and how long it took. */
@Timeout(60)
class ExchangeListenerTest {
    private static final String FAILING = "/fail";

    /** Each exchange as {@code METHOD status}. */
    private static final class Ended implements ExchangeListener {
        private final BlockingQueue<String> exchanges = new LinkedBlockingQueue<>();
        private final BlockingQueue<EndedExchange> objects = new LinkedBlockingQueue<>();
        private final BlockingQueue<Long> nanos = new LinkedBlockingQueue<>();

        @Override
        public void ended(EndedExchange exchange) {
            objects.add(exchange);
            nanos.add(exchange.nanos());
            exchanges.add(exchange.method() + " " + exchange.status());
        }

        String next() throws InterruptedException {
            return String.valueOf(exchanges.poll(30, TimeUnit.SECONDS));
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
    private static List<Http1Protocol> protocols() {
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
        for (Http1Protocol protocol : protocols()) {
            Ended ended = new Ended();
            try (Server server = Server.of(protocol.reportingTo(ended))
                            .architecture(architecture)
                            .start();
                    TestClient client = TestClient.connect(server)) {
                client.get("x");
                assertThat(ended.next()).isEqualTo("GET 200");
                client.send("BREW / HTTP/1.1\r\nHost: a\r\n\r\n").readReply();
                assertThat(ended.next()).isEqualTo("BREW 200");
                client.get("fail");
                assertThat(ended.next()).isEqualTo("GET 500");
                client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n");
                assertThat(client.readReply().status()).isEqualTo(200);
                assertThat(client.readReply().status()).isEqualTo(200);
                assertThat(client.readReply().status()).isEqualTo(400);
                assertThat(List.of(ended.next(), ended.next(), ended.next()))
                        .containsExactlyInAnyOrder("GET 200", "GET 200", " 400");
            }
            assertThat(ended.exchanges).isEmpty();
            assertThat(ended.nanos)
                    .hasSize(6)
                    .allSatisfy(nanos -> assertThat(nanos).isBetween(0L, TimeUnit.SECONDS.toNanos(60)));
        }
    }

    @Test
    void faultInTheBodyIsReportedWithItsStatus() throws Exception {
        Ended ended = new Ended();
        try (Server server = Server.http(request -> Response.text(request.readText(100)), ended)
                        .start();
                TestClient client = TestClient.connect(server)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n");
            assertThat(client.readReply().status()).isEqualTo(Status.BAD_REQUEST.code());
            assertThat(ended.next()).isEqualTo("POST 400");
        }
    }

    /** Three, as a server with an access log, an admin port and a live page has them. */
    @Test
    void severalListenersAreToldOfTheSameExchangeEvenIfOthersFail() throws Exception {
        Ended first = new Ended();
        Ended last = new Ended();
        Http1Protocol protocol = protocols()
                .getFirst()
                .reportingTo(first)
                .reportingTo(exchange -> {
                    throw new IllegalStateException("on purpose");
                })
                .reportingTo(last);
        try (Server server = Server.of(protocol).start();
                TestClient client = TestClient.connect(server)) {
            assertThat(client.get("x").status()).isEqualTo(200);
            assertThat(client.get("fail").status()).isEqualTo(500);
            for (Ended each : List.of(first, last)) {
                assertThat(each.next()).isEqualTo("GET 200");
                assertThat(each.next()).isEqualTo("GET 500");
            }
        }
        assertThat(last.objects).hasSize(2).containsExactlyElementsOf(first.objects);
        assertThat(last.nanos).containsExactlyElementsOf(first.nanos);
    }
}
