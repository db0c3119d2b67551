package dev.heddle.tls;

import static dev.heddle.tls.TlsClients.SAY_SESSION;
import static dev.heddle.tls.TlsClients.connected;
import static dev.heddle.tls.TlsClients.get;
import static dev.heddle.tls.TlsClients.getOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Server;
import dev.heddle.support.Eventually;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.TestCertificate;
import dev.heddle.support.TestCertificate.Kind;
import dev.heddle.support.TestCertificate.PemPair;
import dev.heddle.support.TestClient;
import dev.heddle.support.TrustAll;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many handshakes compute at a time, and that neither slow clients nor computations that do not end keep others from ending. */
@Timeout(60)
class HandshakeBoundsTest {
    @TempDir
    private static Path directory;

    private static TestCertificate certificate;
    private static PemPair files;

    private final RecordingEvents events = new RecordingEvents();

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = TestCertificate.of(Kind.EC, "first.test");
        files = certificate.write(directory, "first");
    }

    @AfterEach
    void nothingFailedInHeddleItself() {
        assertThat(events.ownFailures()).isEmpty();
    }

    private static Tls.Builder tls() {
        return Tls.builder().certificate(files.certificates(), files.key());
    }

    private Server started(Tls.Builder tls) throws IOException {
        return Server.http(SAY_SESSION).tls(tls.build()).events(events).start();
    }

    /** A whole ClientHello, as a client sends it first. */
    private static byte[] clientHello() throws SSLException {
        SSLEngine client = TrustAll.context().createSSLEngine();
        client.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
        client.wrap(ByteBuffer.allocate(0), hello);
        byte[] bytes = new byte[hello.flip().remaining()];
        hello.get(bytes);
        return bytes;
    }

    private static FutureTask<String> begin(Server server) {
        return Eventually.begin(() -> getOnce(server, TrustAll.context(), "TLSv1.3"));
    }

    private static boolean isServed(Server server) {
        try {
            return getOnce(server, TrustAll.context(), "TLSv1.3").startsWith("TLSv1.3");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void clientsThatStopInTheMiddleOfTheirHandshakesKeepNobodyOut() throws Exception {
        List<TestClient> slow = new ArrayList<>();
        try (Server server = started(tls().maxHandshakes(1).handshakeTimeout(Duration.ZERO))) {
            for (int i = 0; i < 8; i++) {
                TestClient client = TestClient.connect(server.address()).send(clientHello());
                slow.add(client);
                assertThat(client.readByte()).as("the server has answered").isEqualTo(22);
            }
            slow.add(TestClient.connect(server.address()).send(new byte[] {22}));
            slow.add(TestClient.connect(server.address()));
            try (SSLSocket client = connected(server, TrustAll.context(), "TLSv1.3", "")) {
                assertThat(get(client)).startsWith("TLSv1.3");
            }
            assertThat(server.openConnections()).isGreaterThanOrEqualTo(10);
            assertThat(events.failedHandshakes()).isEmpty();
        } finally {
            for (TestClient each : slow) {
                each.close();
            }
        }
    }

    @Test
    void clientsBeyondTheBoundWaitForTheirTurnAndAreServed() throws Exception {
        GatedKeys keys = new GatedKeys(certificate);
        try (Server server = started(Tls.builder().context(keys.context()).maxHandshakes(2))) {
            List<FutureTask<String>> clients =
                    Stream.generate(() -> begin(server)).limit(12).toList();
            Eventually.await("as many as may compute do", () -> keys.inside() == 2);
            Eventually.await("all are accepted", () -> server.openConnections() == 12);
            keys.open();
            for (FutureTask<String> client : clients) {
                assertThat(Eventually.result(client)).startsWith("TLSv1.3");
            }
            assertThat(keys.peak()).isEqualTo(2);
            assertThat(events.failedHandshakes()).isEmpty();
        }
    }

    @Test
    void handshakeThatWaitsForItsTurnEndsAtItsTimeout() throws Exception {
        GatedKeys keys = new GatedKeys(certificate);
        Tls.Builder bounded =
                Tls.builder().context(keys.context()).maxHandshakes(1).handshakeTimeout(Duration.ofMillis(500));
        try (Server server = started(bounded)) {
            FutureTask<String> blocked = begin(server);
            Eventually.await("one computes", () -> keys.inside() == 1);
            FutureTask<String> waiting = begin(server);
            Eventually.await("a report", () -> !events.failedHandshakes().isEmpty());
            assertThat(events.failedHandshakes().getFirst())
                    .hasMessage("the handshake took longer than 500 ms")
                    .hasCauseInstanceOf(InterruptedIOException.class);
            assertThat(keys.inside()).as("of those that compute").isEqualTo(1);
            assertThatThrownBy(() -> Eventually.result(waiting)).hasCauseInstanceOf(IOException.class);
            keys.open();
            assertThatThrownBy(() -> Eventually.result(blocked)).hasCauseInstanceOf(IOException.class);
            // A busy machine may need more than the timeout for one of them.
            Eventually.await("a client that is served", () -> isServed(server));
        } finally {
            keys.open();
        }
    }

    @Test
    void stopEndsHandshakesThatWaitForTheirTurnThoughOneComputesOn() throws Exception {
        GatedKeys keys = new GatedKeys(certificate);
        Server server =
                started(Tls.builder().context(keys.context()).maxHandshakes(1).handshakeTimeout(Duration.ZERO));
        try {
            FutureTask<String> blocked = begin(server);
            Eventually.await("one computes", () -> keys.inside() == 1);
            List<FutureTask<String>> waiting =
                    Stream.generate(() -> begin(server)).limit(3).toList();
            Eventually.await("all are accepted", () -> server.openConnections() == 4);
            FutureTask<Boolean> stop = Eventually.begin(() -> server.shutdown(Duration.ofSeconds(30)));
            Eventually.await("those that wait have ended", () -> server.openConnections() == 1);
            assertThat(keys.inside()).isEqualTo(1);
            keys.open();
            assertThat(Eventually.result(stop)).as("ended by themselves").isTrue();
            assertThatThrownBy(() -> Eventually.result(blocked)).hasCauseInstanceOf(IOException.class);
            for (FutureTask<String> each : waiting) {
                assertThatThrownBy(() -> Eventually.result(each)).hasCauseInstanceOf(IOException.class);
            }
        } finally {
            keys.open();
            server.close();
        }
    }

    @Test
    void handshakeThatFailsKeepsNoTurn() throws Exception {
        AtomicBoolean fails = new AtomicBoolean();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(certificate.keyManagers(), new FailingTrust[] {new FailingTrust(fails)}, null);
        SSLContext client = TrustAll.context(certificate.insistent());
        Tls.Builder one = Tls.builder()
                .context(context)
                .requestClientCertificate()
                .maxHandshakes(1)
                .protocols("TLSv1.3");
        try (Server server = started(one)) {
            assertThatThrownBy(() -> getOnce(server, TrustAll.context(), "TLSv1.2"))
                    .isInstanceOf(IOException.class);
            try (Socket reset = new Socket(server.address().getAddress(), server.port())) {
                reset.getOutputStream().write(clientHello());
                reset.setSoLinger(true, 0);
            }
            fails.set(true);
            assertThatThrownBy(() -> getOnce(server, client, "TLSv1.3")).isInstanceOf(IOException.class);
            Eventually.await(
                    "a report of the program's failure",
                    () -> events.failedHandshakes().stream().anyMatch(FailingTrust::isOwn));
            fails.set(false);
            assertThat(getOnce(server, client, "TLSv1.3")).contains("CN=first.test");
        }
    }

    @Test
    void connectionThatHasReadALargeRecordHoldsASmallBufferWhileItWaits() throws Exception {
        Handshakes handshakes = Handshakes.open(tls().build(), false, events);
        try (AcceptedPair pair = AcceptedPair.connect()) {
            FutureTask<Socket> wrapping = Eventually.begin(() -> handshakes.wrap(pair.accepted()));
            try (SSLSocket client = TrustAll.over(pair.client());
                    TlsSocket server = (TlsSocket) Eventually.result(wrapping)) {
                byte[] large = new byte[10_000];
                client.getOutputStream().write(large);
                assertThat(server.getInputStream().readNBytes(large.length)).hasSize(large.length);
                assertThat(server.inputCapacity()).isGreaterThan(large.length);
                FutureTask<Integer> waiting =
                        Eventually.begin(() -> server.getInputStream().read());
                Eventually.await("a small buffer", () -> server.inputCapacity() == TlsRecords.SMALL_INPUT);
                client.getOutputStream().write(7);
                assertThat(Eventually.result(waiting)).isEqualTo(7);
            }
        }
    }
}
