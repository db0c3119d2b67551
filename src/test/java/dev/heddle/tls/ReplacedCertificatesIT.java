package dev.heddle.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Server;
import dev.heddle.http.Response;
import dev.heddle.support.Eventually;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.TestCertificate;
import dev.heddle.support.TestCertificate.Kind;
import dev.heddle.support.TestCertificate.PemPair;
import dev.heddle.support.TestClient;
import dev.heddle.support.TrustAll;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are replaced again and again, in the middle of load, one file after the other and in two parts each. */
@Timeout(300)
class ReplacedCertificatesIT {
    private static final int REPLACEMENTS = 20;
    private static final int CLIENTS = 4;

    /** What an operator may count on. */
    private static final long SERVED_WITHIN_SECONDS = 5;

    private final RecordingEvents events = new RecordingEvents();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final LongAdder handshakes = new LongAdder();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @Test
    void everyReplacementIsServedInTimeAndNoHandshakeFails(@TempDir Path directory) throws Exception {
        PemPair files = TestCertificate.of(Kind.EC, "c0.test").write(directory, "server");
        Tls tls = Tls.builder().certificate(files.certificates(), files.key()).build();
        try (Server server = Server.http(request -> Response.text("hello"))
                        .tls(tls)
                        .events(events)
                        .start();
                SSLSocket old = connect(server);
                TestClient oldConnection = TestClient.over(old)) {
            List<FutureTask<Void>> load = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                load.add(Eventually.begin(() -> connectUntilStopped(server)));
            }
            for (int i = 1; i <= REPLACEMENTS; i++) {
                replace(files, TestCertificate.of(i % 2 == 0 ? Kind.EC : Kind.RSA, "c" + i + ".test"));
                awaitServed(server, "CN=c" + i + ".test");
                assertThat(oldConnection.get("").text())
                        .as("on a connection that is older")
                        .isEqualTo("hello");
            }
            stopped.set(true);
            for (FutureTask<Void> client : load) {
                Eventually.result(client);
            }
        }
        assertThat(failures).isEmpty();
        assertThat(events.failedHandshakes()).isEmpty();
        assertThat(events.failedReloads()).isEmpty();
        assertThat(events.reloaded()).hasSize(REPLACEMENTS);
        assertThat(handshakes.sum()).isGreaterThan(REPLACEMENTS * CLIENTS);
    }

    /** Neither file is whole at once, and they do not fit each other in between. */
    private static void replace(PemPair files, TestCertificate next) throws IOException {
        writeInParts(files.certificates(), next.certificatesPem());
        writeInParts(files.key(), next.keyPem());
    }

    private static void writeInParts(Path file, String text) throws IOException {
        try (var out = Files.newBufferedWriter(file)) {
            out.write(text.substring(0, text.length() / 2));
            out.flush();
            out.write(text.substring(text.length() / 2));
        }
    }

    private Void connectUntilStopped(Server server) {
        while (!stopped.get()) {
            try (SSLSocket tls = connect(server);
                    TestClient client = TestClient.over(tls)) {
                assertThat(client.get("").text()).isEqualTo("hello");
                handshakes.increment();
            } catch (IOException | RuntimeException | AssertionError e) {
                failures.add(e);
            }
        }
        return null;
    }

    /** Each with a context of its own, and so without a session to resume. */
    private static SSLSocket connect(Server server) throws IOException {
        Socket socket = new Socket(server.address().getAddress(), server.port());
        SSLSocket tls = (SSLSocket)
                TrustAll.context().getSocketFactory().createSocket(socket, "localhost", server.port(), true);
        tls.startHandshake();
        return tls;
    }

    private static void awaitServed(Server server, String subject) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SERVED_WITHIN_SECONDS);
        String served = "";
        while (!served.equals(subject)) {
            assertThat(System.nanoTime() - until)
                    .as(subject + " is not served in time")
                    .isNegative();
            try (SSLSocket tls = connect(server)) {
                served = tls.getSession().getPeerPrincipal().getName();
            }
        }
    }
}
