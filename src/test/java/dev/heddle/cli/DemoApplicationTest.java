package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Server;
import dev.heddle.cli.RawClient.Reply;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.options.Architecture;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP responses of {@code heddle demo}, in every architecture. */
@ParameterizedClass
@MethodSource("architectures")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DemoApplicationTest {
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Server server;
    private final RawClient client;

    DemoApplicationTest(Architecture architecture) throws IOException {
        CompletableFuture<Server> opened = new CompletableFuture<>();
        server = Server.http(new DemoHandler(() -> opened.join().stats()))
                .architecture(architecture)
                .events(new ServerEvents() {
                    @Override
                    public void handlerFailed(SocketAddress peer, Throwable cause) {
                        failures.add(cause);
                    }
                })
                .start();
        opened.complete(server);
        client = new RawClient(server.port());
    }

    static List<Architecture> architectures() {
        return Architecture.all();
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(failures).isEmpty();
    }

    @Test
    void plaintextIsThirteenBytesOfPlainText() throws IOException {
        Reply reply = client.get("/plaintext");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("Hello, World!");
        assertThat(reply.header("content-type")).isEqualTo("text/plain");
        assertThat(reply.header("content-length")).isEqualTo("13");
    }

    @Test
    void rootPageListsTheOthers() throws IOException {
        assertThat(client.get("/").text()).contains("/plaintext", "/echo", "/spin", "/sleep", "/bytes", "/stats");
    }

    @Test
    void echoReturnsTheBodyByteForByte() throws IOException {
        byte[] body = new byte[200_001];
        new Random(2).nextBytes(body);
        Reply reply = client.send("POST", "/echo", body, "Content-Length: 200001", "Content-Type: application/x-any");
        assertThat(reply.body()).isEqualTo(body);
        assertThat(reply.header("content-type")).isEqualTo("application/x-any");
    }

    @Test
    void echoAcceptsChunkedAndEmptyBodies() throws IOException {
        byte[] chunks = "3\r\nabc\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(client.send("POST", "/echo", chunks, "Transfer-Encoding: chunked")
                        .text())
                .isEqualTo("3\r\nabc\r\n0\r\n\r\n");
        Reply nothing = client.send("POST", "/echo", "Content-Length: 0");
        assertThat(nothing.status()).isEqualTo(200);
        assertThat(nothing.body()).isEmpty();
    }

    @Test
    void bytesReturnsTheRequestedNumberOfBytes() throws IOException {
        assertThat(client.get("/bytes?n=0").body()).isEmpty();
        assertThat(client.get("/bytes?n=1").body()).hasSize(1);
        Reply many = client.get("/bytes?n=3000000");
        assertThat(many.header("content-length")).isEqualTo("3000000");
        assertThat(many.body()).hasSize(3_000_000);
    }

    @Test
    void spinAndSleepTakeTheRequestedTime() throws IOException {
        long before = System.nanoTime();
        assertThat(client.get("/spin?us=20000").status()).isEqualTo(200);
        long between = System.nanoTime();
        assertThat(client.get("/sleep?ms=20").status()).isEqualTo(200);
        assertThat(between - before).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(System.nanoTime() - between).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/plaintext", "/spin?us=1", "/sleep?ms=1", "/bytes?n=1099511627776", "/stats"})
    void headIsServedForEveryGetTarget(String target) throws IOException {
        Reply reply = client.send("HEAD", target);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsKey("content-length");
        assertThat(reply.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/spin, us is missing",
        "/spin?us=, us must be",
        "/spin?us=-1, us must be",
        "/spin?us=+1, us must be",
        "/spin?us=60000001, us must be",
        "/spin?us=99999999999999999999, us must be",
        "/spin?us=1&us=2, us is given twice",
        "/sleep?ms=1.5, ms must be",
        "/sleep?ms=600001, ms must be",
        "/sleep?msx=1, ms is missing",
        "/bytes?n=abc, n must be",
        "/bytes?n=1099511627777, n must be",
        "/bytes?n=0x10, n must be"
    })
    void malformedNumberIsNamedInOneLine(String target, String complaint) throws IOException {
        Reply reply = client.get(target);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).startsWith(complaint).endsWith("\n").containsOnlyOnce("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /, 405, 'GET, HEAD, OPTIONS'",
        "DELETE, /plaintext, 405, 'GET, HEAD, OPTIONS'",
        "GET, /echo, 405, 'POST, OPTIONS'",
        "TRACE, /stats, 405, 'GET, HEAD, OPTIONS'",
        "OPTIONS, *, 204, 'GET, HEAD, POST, OPTIONS'",
        "OPTIONS, /echo, 204, 'POST, OPTIONS'",
        "GET, /nothing, 404, (none)",
        "POST, /nothing, 404, (none)",
        "GET, /plaintext/, 404, (none)",
        "BREW, /, 501, (none)",
        "get, /, 501, (none)",
        "BREW, /nothing, 501, (none)"
    })
    void otherMethodsAndPathsGetAnErrorStatus(String method, String target, int status, String allow)
            throws IOException {
        Reply reply = client.send(method, target);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("allow")).isEqualTo(allow);
    }

    @Test
    void statsAreThoseOfTheRespondingServer() throws IOException {
        assertThat(client.get("/plaintext").status()).isEqualTo(200);
        Reply reply = client.get("/stats");
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.text())
                .startsWith(
                        "{\"architecture\":\"" + server.options().architecture().label() + "\",\"scheduler\":\"")
                .contains("\"carriers\":", "\"workers\":[")
                .contains("\"connections\":{\"open\":", "\"requestsPerAcceptor\":[", "\"acceptGate\":")
                .contains("\"dispatcherUtilization\":", "\"inFlight\":1,\"inFlightPeak\":")
                .doesNotContain("NaN", "Infinity")
                .endsWith("}\n");
    }

    @Test
    void clientThatLeavesDuringItsReplyIsNotAHandlerFailure() throws IOException {
        Socket leaving = client.open();
        leaving.getOutputStream()
                .write("GET /bytes?n=1099511627776 HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(leaving.getInputStream().readNBytes(1000)).hasSize(1000);
        leaving.setSoLinger(true, 0);
        leaving.close();
        // Closing waits for the reply to end, which happens only when the server notices that the client has left.
        assertThat(server.shutdown(Duration.ofSeconds(30))).isTrue();
    }
}
