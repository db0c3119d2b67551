package dev.heddle.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Server;
import dev.heddle.http.Handler;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.options.Limits;
import dev.heddle.options.ServerOptions;
import dev.heddle.protocol.Lane;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording shows of a server. The events of other tests' servers are told apart by the peer. */
class FlightRecordingTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Duration SLOW = Duration.ofMillis(30);

    @TempDir
    private Path folder;

    /** Long requests take 30 ms. */
    private static final class SlowOrQuick implements Handler {
        @Override
        public Response handle(Request request) throws InterruptedException {
            if (request.path().equals("/slow")) {
                Thread.sleep(SLOW);
            }
            return Response.text("done\n");
        }

        @Override
        public Lane lane(Request request) {
            return request.path().equals("/slow") ? Lane.LONG_RUNNING : Lane.NORMAL;
        }
    }

    /** Asks for two paths on one connection, and returns the client's address as events show it. */
    private static String ask(Server server) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, server.port())) {
            socket.getOutputStream()
                    .write(
                            "GET /slow HTTP/1.1\r\nHost: a\r\n\r\nGET /quick HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
            return "/127.0.0.1:" + socket.getLocalPort();
        }
    }

    private List<RecordedEvent> recorded(Recording recording) throws IOException {
        recording.stop();
        Path file = folder.resolve("recording.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file);
    }

    private static Predicate<RecordedEvent> named(String name) {
        return event -> event.getEventType().getName().equals(name);
    }

    private static List<RecordedEvent> of(List<RecordedEvent> events, String name, String peer) {
        return events.stream()
                .filter(named(name))
                .filter(event -> peer.equals(event.getString("peer")))
                .toList();
    }

    private static Recording recordingOf(String... names) {
        Recording recording = new Recording();
        for (String name : names) {
            recording.enable(name);
        }
        recording.start();
        return recording;
    }

    private static Server started(ServerOptions options) throws IOException {
        Server server =
                Server.http(new SlowOrQuick()).options(options.withPort(0)).open();
        server.start();
        return server;
    }

    @Test
    void everyArchitectureShowsAConnectionAndItsRequests() throws IOException {
        for (String name :
                List.of("single-threaded", "single-acceptor", "multi-acceptor", "message-balanced", "socket-sharded")) {
            try (Recording recording =
                    recordingOf("heddle.Connection", "heddle.Request", "heddle.Dispatch", "heddle.SlowHandler")) {
                String peer;
                try (Server server = started(ServerOptions.defaults().withArchitecture(Architecture.named(name)))) {
                    peer = ask(server);
                }
                List<RecordedEvent> all = recorded(recording);
                List<RecordedEvent> connections = of(all, "heddle.Connection", peer);
                assertThat(connections).as(name).hasSize(1);
                RecordedEvent connection = connections.getFirst();
                assertThat(connection.getInt("acceptor")).as(name).isNotNegative();
                assertThat(connection.getDuration()).as(name).isGreaterThanOrEqualTo(SLOW);
                List<RecordedEvent> requests = of(all, "heddle.Request", peer);
                assertThat(requests).as(name).hasSize(2);
                requests.forEach(request -> requireTheStepsInOrder(name, connection, request));
                assertThat(requests)
                        .as(name)
                        .anyMatch(request -> request.getDuration("handling").compareTo(SLOW) >= 0);
                assertThat(of(all, "heddle.SlowHandler", peer))
                        .as(name)
                        .singleElement()
                        .satisfies(slow -> assertThat(slow.getDuration()).isGreaterThanOrEqualTo(SLOW));
                boolean dispatches = name.equals("message-balanced");
                List<RecordedEvent> dispatched = of(all, "heddle.Dispatch", peer);
                assertThat(dispatched).as(name).hasSize(dispatches ? 2 : 0);
                if (dispatches) {
                    assertThat(dispatched)
                            .extracting(event -> event.getString("lane"))
                            .containsExactlyInAnyOrder("LONG_RUNNING", "NORMAL");
                    assertThat(dispatched)
                            .allSatisfy(event -> assertThat(
                                            event.getThread("dispatcher").getJavaThreadId())
                                    .isNotEqualTo(event.getThread().getJavaThreadId()));
                }
            }
        }
    }

    private static void requireTheStepsInOrder(String name, RecordedEvent connection, RecordedEvent request) {
        assertThat(request.getStartTime()).as(name).isAfterOrEqualTo(connection.getStartTime());
        assertThat(request.getEndTime()).as(name).isBeforeOrEqualTo(connection.getEndTime());
        Duration steps = Duration.ZERO;
        for (String step : List.of("framing", "waiting", "handling", "replying")) {
            assertThat(request.getDuration(step)).as("%s, %s", name, step).isGreaterThanOrEqualTo(Duration.ZERO);
            steps = steps.plus(request.getDuration(step));
        }
        assertThat(steps).as(name).isLessThanOrEqualTo(request.getDuration().plusMillis(1));
    }

    @Test
    void rejectedConnectionIsRecordedWithTheLimit() throws IOException {
        ServerOptions defaults = ServerOptions.defaults();
        ServerOptions options =
                defaults.withLimits(Limits.builder().connections(1).build());
        try (Recording recording = recordingOf("heddle.Rejection")) {
            String peer;
            try (Server server = started(options);
                    Socket first = new Socket(LOOPBACK, server.port())) {
                first.getOutputStream()
                        .write("GET /quick HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                first.getInputStream().read();
                peer = ask(server);
            }
            assertThat(of(recorded(recording), "heddle.Rejection", peer))
                    .singleElement()
                    .satisfies(rejection -> {
                        assertThat(rejection.getString("rejected")).isEqualTo("connection");
                        assertThat(rejection.getString("reason")).isEqualTo("connection limit (1) reached");
                    });
        }
    }

    @Test
    void rejectedMessageAndFailedAcceptAreRecordedWithTheirReasons() throws IOException {
        InetSocketAddress peer = InetSocketAddress.createUnresolved("a.test", 1);
        try (Recording recording = recordingOf("heddle.Rejection", "heddle.AcceptFailure")) {
            FlightRecording.messageRejected(peer, "in-flight limit (3) reached");
            FlightRecording.acceptFailed(7, new IOException("too many"), 5_000_000);
            List<RecordedEvent> all = recorded(recording);
            assertThat(of(all, "heddle.Rejection", peer.toString()))
                    .singleElement()
                    .satisfies(rejection -> {
                        assertThat(rejection.getString("rejected")).isEqualTo("message");
                        assertThat(rejection.getString("reason")).isEqualTo("in-flight limit (3) reached");
                    });
            assertThat(all.stream()
                            .filter(named("heddle.AcceptFailure"))
                            .filter(event -> event.getInt("acceptor") == 7))
                    .singleElement()
                    .satisfies(failure -> {
                        assertThat(failure.getString("reason")).contains("too many");
                        assertThat(failure.getDuration("pause")).isEqualTo(Duration.ofMillis(5));
                    });
        }
    }
}
