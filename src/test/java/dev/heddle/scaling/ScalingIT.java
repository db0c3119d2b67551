package dev.heddle.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.SystemProgram;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What clients of three Heddle processes behind HAProxy and nginx notice when these are restarted, hang or are killed: docs/scaling.md,
 * with the files that it has. {@code -Dheddle.rollingRestarts=N} for more than one, {@code -Dheddle.clients=N} for more clients.
 */
@Timeout(600)
class ScalingIT {
    private static final Path FILES = Path.of("docs/scaling");
    private static final int RESTARTS = Integer.getInteger("heddle.rollingRestarts", 1);

    /** Of each of four kinds, for each proxy. */
    private static final int CLIENTS = Integer.getInteger("heddle.clients", 4);

    /** So many requests that each process gets some of either kind. */
    private static final int BATCH = 12;

    private static Instances instances;
    private static ProxyProcess haproxy;
    private static ProxyProcess nginx;
    private static InetSocketAddress stats;

    @BeforeAll
    static void startAll(@TempDir Path work) throws IOException {
        Optional<Path> haproxyProgram = SystemProgram.installed("TEST_HAPROXY", "haproxy");
        Optional<Path> nginxProgram = SystemProgram.installed("TEST_NGINX", "nginx");
        assumeTrue(haproxyProgram.isPresent() && nginxProgram.isPresent(), "HAProxy or nginx is not on this machine");
        instances = new Instances();
        stats = new InetSocketAddress(InetAddress.getLoopbackAddress(), Instances.freePort());
        int port = Instances.freePort();
        String configuration = instances
                .withPorts(Files.readString(FILES.resolve("haproxy.cfg")), port)
                .replace("127.0.0.1:8404", "127.0.0.1:" + stats.getPort());
        haproxy = ProxyProcess.haproxy(
                haproxyProgram.get(), Files.createDirectory(work.resolve("haproxy")), configuration, port);
        port = Instances.freePort();
        configuration = instances.withPorts(Files.readString(FILES.resolve("nginx.conf")), port);
        nginx = ProxyProcess.nginx(
                nginxProgram.get(), Files.createDirectory(work.resolve("nginx")), configuration, port);
    }

    @AfterAll
    static void stopAll() throws IOException {
        if (nginx != null) {
            nginx.close();
        }
        if (haproxy != null) {
            haproxy.close();
        }
        if (instances != null) {
            instances.close();
        }
    }

    @Test
    void noRequestFailsWhenOneProcessAfterTheOtherIsRestarted() throws Exception {
        awaitAllUp();
        try (Traffic traffic = Traffic.start(proxies(), CLIENTS)) {
            for (int i = 0; i < RESTARTS; i++) {
                for (int number = 1; number <= Instances.COUNT; number++) {
                    restart(number);
                }
            }
            Traffic.Result result = traffic.stop();
            if (RESTARTS > 1) {
                System.out.printf("%d rolling restarts: %s%n", RESTARTS, result);
            }
            assertThat(result.failures()).isEmpty();
            assertThat(result.gets()).isGreaterThan(100);
            assertThat(result.posts()).isGreaterThan(100);
        }
    }

    private static void restart(int number) throws IOException, InterruptedException {
        instances.terminate(number);
        awaitStatus(number, "DOWN"); // It does not wait for that: its delay has to be long enough.
        instances.awaitGracefulEnd(number);
        instances.start(number);
        awaitStatus(number, "UP");
    }

    @Test
    void processThatHangsIsTakenOutAndItsRequestsThatAreSafeToRepeatAreAnsweredByOthers() throws Exception {
        awaitAllUp();
        instances.stop(2);
        List<FutureTask<String>> viaHaproxy = ask(haproxy);
        List<FutureTask<String>> viaNginx = ask(nginx);
        awaitStatus(2, "DOWN");
        // Nothing goes to it any more, so POSTs, which are not repeated, are answered as well.
        assertThat(outcomes(ask(haproxy))).containsOnly("200");
        for (List<FutureTask<String>> batch : List.of(viaHaproxy, viaNginx)) {
            List<String> outcomes = outcomes(batch);
            assertThat(outcomes.subList(0, BATCH)).as("GET").containsOnly("200");
            assertThat(outcomes.subList(BATCH, 2 * BATCH)).as("POST").containsOnly("200", "504");
        }
        // After its read timeout nginx knows, too.
        assertThat(outcomes(ask(nginx))).containsOnly("200");
        instances.resume(2);
    }

    @Test
    void processThatIsKilledLosesOnlyThoseOfItsRequestsThatAreNotSafeToRepeat() throws Exception {
        awaitAllUp();
        for (ProxyProcess proxy : List.of(haproxy, nginx)) {
            instances.stop(3); // What it gets now is in flight when it is killed.
            List<FutureTask<String>> requests = ask(proxy);
            Eventually.await("most are answered, by the others", () -> unanswered(requests) <= BATCH);
            instances.kill(3);
            // From its end on nothing is lost any more, though nobody has told the proxy.
            assertThat(outcomes(ask(proxy))).containsOnly("200");
            List<String> outcomes = outcomes(requests);
            assertThat(outcomes.subList(0, BATCH)).as("GET").containsOnly("200");
            assertThat(outcomes.subList(BATCH, 2 * BATCH)).as("POST").containsOnly("200", "502");
            instances.start(3);
            awaitAllUp();
        }
    }

    /** Sends as many GETs, and then as many POSTs, at the same time, each on a connection of its own. */
    private static List<FutureTask<String>> ask(ProxyProcess proxy) {
        List<FutureTask<String>> answers = new ArrayList<>();
        for (int i = 0; i < 2 * BATCH; i++) {
            String request = i < BATCH ? "GET /plaintext" : "POST body " + i;
            answers.add(Eventually.begin(() -> outcome(proxy, request)));
        }
        return answers;
    }

    private static long unanswered(List<FutureTask<String>> answers) {
        return answers.stream().filter(answer -> !answer.isDone()).count();
    }

    private static String outcome(ProxyProcess proxy, String request) throws IOException {
        try (TestClient client = TestClient.connect(proxy.address())) {
            return Integer.toString(Traffic.answer(client, request).status());
        } catch (IOException e) {
            String message = e.getMessage();
            return message != null && message.matches("\\d{3} .*") ? message.substring(0, 3) : e.toString();
        }
    }

    private static List<String> outcomes(List<FutureTask<String>> answers) throws Exception {
        List<String> outcomes = new ArrayList<>();
        for (FutureTask<String> each : answers) {
            outcomes.add(Eventually.result(each));
        }
        return outcomes;
    }

    private static Map<String, InetSocketAddress> proxies() {
        return Map.of("HAProxy", haproxy.address(), "nginx", nginx.address());
    }

    private static void awaitAllUp() {
        for (int number = 1; number <= Instances.COUNT; number++) {
            awaitStatus(number, "UP");
        }
    }

    /** Waits until HAProxy's page says it. */
    private static void awaitStatus(int number, String status) {
        Eventually.await(
                "heddle" + number + " is " + status, () -> status(number).equals(status));
    }

    private static String status(int number) {
        try (TestClient client = TestClient.connect(stats)) {
            client.send("GET /stats;csv HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            HttpReply reply = client.readReply();
            List<String> names =
                    List.of(reply.text().lines().findFirst().orElseThrow().split(",", -1));
            return reply.text()
                    .lines()
                    .filter(line -> line.startsWith("heddle,heddle" + number + ","))
                    .map(line -> line.split(",", -1)[names.indexOf("status")])
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
