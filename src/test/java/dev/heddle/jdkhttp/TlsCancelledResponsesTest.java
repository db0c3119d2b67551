package dev.heddle.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Server;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.support.Eventually;
import dev.heddle.support.RecordingEvents;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A handler of the own API that waits for events, over TLS: it learns that its client has left, or the server is closing. */
@Timeout(60)
class TlsCancelledResponsesTest {
    private static TestKeys keys;

    private final RecordingEvents events = new RecordingEvents();
    private final BlockingQueue<String> hub = new LinkedBlockingQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);

    @BeforeAll
    static void makeKeys(@TempDir Path directory) throws Exception {
        keys = TestKeys.make(directory);
    }

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    private Server start(Architecture architecture) throws IOException {
        return Server.http(this::handle)
                .architecture(architecture)
                .events(events)
                .layer(TlsCancelledResponsesTest::secured)
                .start();
    }

    private static Socket secured(Socket accepted) throws IOException {
        SSLSocket tls = (SSLSocket) keys.server()
                .getSocketFactory()
                .createSocket(accepted, accepted.getInetAddress().getHostAddress(), accepted.getPort(), true);
        tls.setUseClientMode(false);
        tls.startHandshake();
        return tls;
    }

    private Response handle(Request request) {
        if (request.path().equals("/quick")) {
            return Response.text("cancelled: " + request.isCancelled() + "\n");
        }
        request.onCancel(() -> hub.add("bye"));
        return Response.stream("text/event-stream", out -> {
                    out.write("hello\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    out.write((hub.take() + "\n").getBytes(StandardCharsets.UTF_8));
                })
                .closing(over::countDown);
    }

    private static SSLSocket connect(Server server) throws IOException {
        SSLSocket socket = (SSLSocket)
                keys.client().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static BufferedReader ask(SSLSocket socket, String path) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void awaitLine(BufferedReader in, String wanted) throws IOException {
        String line = in.readLine();
        while (line != null && !line.equals(wanted)) {
            line = in.readLine();
        }
        assertThat(line).isEqualTo(wanted);
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void handlerOfATlsClientThatLeavesIsTold(Architecture architecture) throws Exception {
        try (Server server = start(architecture)) {
            try (SSLSocket client = connect(server)) {
                awaitLine(ask(client, "/events"), "hello");
            }
            Eventually.await(over);
            Eventually.await("the connection has ended", () -> server.openConnections() == 0);
        }
        assertThat(events.ownFailures()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void watchedTlsConnectionServesOnAndEndsWithTheServer(Architecture architecture) throws Exception {
        try (Server server = start(architecture);
                SSLSocket client = connect(server)) {
            for (int i = 0; i < 3; i++) {
                awaitLine(ask(client, "/quick"), "cancelled: false");
            }
            BufferedReader in = ask(client, "/events");
            awaitLine(in, "hello");
            FutureTask<Boolean> closed = Eventually.begin(server::shutdown);
            awaitLine(in, "bye");
            awaitLine(in, "0");
            assertThat(in.readLine()).isEmpty();
            assertThat(in.readLine()).isNull();
            assertThat(Eventually.result(closed)).isTrue();
        }
        assertThat(events.handlerFailures()).isEmpty();
        assertThat(events.ownFailures()).isEmpty();
    }
}
