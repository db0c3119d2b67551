package dev.heddle.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.cli.HeddleProcess;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real Prometheus scrapes the packaged server, and evaluates the queries of the dashboard. Skipped where there is none. */
@Timeout(120)
class PrometheusIT {
    private static Path prometheus() {
        Optional<Path> installed = PrometheusProcess.installed();
        assumeTrue(installed.isPresent(), "Prometheus is not installed");
        return installed.orElseThrow();
    }

    /** Reads the line about the admin port, after the two about the server. */
    private static URI admin(HeddleProcess heddle) throws IOException {
        String line = heddle.line();
        assertThat(line).startsWith("admin: ");
        return URI.create(line.substring("admin: ".length()));
    }

    @ParameterizedTest
    @CsvSource({"multi-acceptor, jvm", "message-balanced, own"})
    void prometheusSeesTheRequestsOfTheServer(String architecture, String scheduler, @TempDir Path work)
            throws Exception {
        Path program = prometheus();
        try (HeddleProcess heddle = HeddleProcess.start(
                "demo", "-p", "0", "-a", architecture, "--scheduler", scheduler, "--admin-port", "0")) {
            InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), heddle.port());
            URI admin = admin(heddle);
            try (TestClient client = TestClient.connect(server)) {
                for (int i = 0; i < 7; i++) {
                    assertThat(client.get("plaintext").status()).isEqualTo(200);
                }
                assertThat(client.get("nothing").status()).isEqualTo(404);
            }
            try (PrometheusProcess scraping = PrometheusProcess.start(program, work, admin.getAuthority())) {
                String count = "http_server_request_duration_seconds_count{http_request_method='GET',"
                        + "http_response_status_code='%d'}";
                Eventually.await(
                        "the counts",
                        () -> scraping.value(count.formatted(200)) == 7 && scraping.value(count.formatted(404)) == 1);
                // After a scrape that timed out on a busy machine there are no values until the next one.
                awaitValue(scraping, "up", 1);
                awaitValue(scraping, "sum(heddle_messages_total)", 8);
                awaitValue(
                        scraping,
                        "heddle_server_info{architecture='" + architecture + "',scheduler='" + scheduler + "'}",
                        1);
                evaluateDashboard(scraping);
            }
        }
    }

    private static void awaitValue(PrometheusProcess scraping, String query, double value) {
        Eventually.await(query + " is " + value, () -> scraping.value(query) == value);
    }

    /**
     * Every query is valid, and those about requests have a result: for a rate as soon as there were two scrapes, and where a scrape has
     * timed out on a busy machine, with the next one.
     */
    private static void evaluateDashboard(PrometheusProcess scraping) throws IOException {
        for (String expression : DashboardTest.expressions()) {
            String query = expression.replace("$instance", ".*").replace("$__rate_interval", "1m");
            scraping.query(query);
            if (expression.contains("http_server_")) {
                Eventually.await("a result of " + query, () -> hasResult(scraping, query));
            }
        }
    }

    private static boolean hasResult(PrometheusProcess scraping, String query) {
        try {
            return !scraping.query(query).getAsJsonArray("result").isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The checker that comes with Prometheus, for those who write exporters. */
    @Test
    void promtoolHasNothingToSay(@TempDir Path work) throws Exception {
        Path promtool = prometheus().resolveSibling("promtool");
        assumeTrue(Files.isExecutable(promtool), "promtool is not installed");
        try (HeddleProcess heddle =
                HeddleProcess.start("demo", "-p", "0", "-a", "message-balanced", "--admin-port", "0")) {
            heddle.port();
            URI admin = admin(heddle);
            Path text = work.resolve("metrics");
            Files.writeString(text, metrics(admin).text(), StandardCharsets.UTF_8);
            Path said = work.resolve("said");
            Process check = new ProcessBuilder(promtool.toString(), "check", "metrics")
                    .redirectInput(text.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            int code = check.waitFor();
            assertThat(Files.readString(said)).isEmpty();
            assertThat(code).isZero();
        }
    }

    private static HttpReply metrics(URI admin) throws IOException {
        try (TestClient client = TestClient.connect(new InetSocketAddress(admin.getHost(), admin.getPort()))) {
            return client.get("metrics");
        }
    }
}
