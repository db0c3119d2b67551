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
import java.time.Duration;
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

/**
 * Certificates are replaced again and again, in the middle of load, one file after the other and in two parts each. Of two servers one looks
 * often, so that it meets each state in between, and the other one as often as servers do.
 */
@Timeout(300)
class ReplacedCertificatesIT {
    private static final int REPLACEMENTS = 20;
    private static final int CLIENTS = 2;

    /** What an operator may count on. */
    private static final long SERVED_WITHIN_SECONDS = 5;

    private static final Duration INTERVAL = Duration.ofMillis(10);

    /** How often the server has met files that it could not use. Only for the thread that replaces them. */
    private int refusals;

    private final RecordingEvents events = new RecordingEvents();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final LongAdder handshakes = new LongAdder();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @Test
    void everyReplacementIsServedInTimeAndNoHandshakeFails(@TempDir Path directory) throws Exception {
        PemPair files = TestCertificate.of(Kind.EC, "c0.test").write(directory, "server");
        Tls.Builder tls = Tls.builder().certificate(files.certificates(), files.key());
        try (Server usual = started(tls, new RecordingEvents());
                Server server = started(tls.reloadInterval(INTERVAL), events);
                SSLSocket old = connect(server);
                TestClient oldConnection = TestClient.over(old)) {
            List<FutureTask<Void>> load = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                load.add(Eventually.begin(() -> connectUntilStopped(server)));
            }
            for (int i = 1; i <= REPLACEMENTS; i++) {
                replace(files, TestCertificate.of(i % 5 == 0 ? Kind.RSA : Kind.EC, "c" + i + ".test"));
                awaitServed(server, "CN=c" + i + ".test");
                assertThat(oldConnection.get("").text())
                        .as("on a connection that is older")
                        .isEqualTo("hello");
            }
            awaitServed(usual, "CN=c" + REPLACEMENTS + ".test");
            stopped.set(true);
            for (FutureTask<Void> client : load) {
                Eventually.result(client);
            }
        }
        assertThat(failures).isEmpty();
        assertThat(events.failedHandshakes()).isEmpty();
        assertThat(events.reloaded()).hasSize(REPLACEMENTS);
        assertThat(handshakes.sum()).isGreaterThan(REPLACEMENTS * CLIENTS);
    }

    private static Server started(Tls.Builder tls, RecordingEvents told) throws IOException {
        return Server.http(request -> Response.text("hello"))
                .tls(tls.build())
                .events(told)
                .start();
    }

    /** Neither file is whole at once, and they do not fit each other in between: the server meets all of that, and says so. */
    private void replace(PemPair files, TestCertificate next) throws IOException {
        writeInParts(files.certificates(), next.certificatesPem());
        awaitRefusal();
        writeInParts(files.key(), next.keyPem());
    }

    private void writeInParts(Path file, String text) throws IOException {
        try (var out = Files.newBufferedWriter(file)) {
            out.write(text.substring(0, text.length() / 2));
            out.flush();
            awaitRefusal();
            out.write(text.substring(text.length() / 2));
        }
    }

    /** Waits until the server has looked at what is there now, and goes on with what it has. */
    private void awaitRefusal() {
        refusals++;
        Eventually.await(
                "a report that the files are invalid",
                () -> events.failedReloads().size() >= refusals);
        assertThat(events.failedReloads()).hasSize(refusals);
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
