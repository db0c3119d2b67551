package dev.heddle.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.accesslog.AccessLog;
import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.options.Scheduler;
import dev.heddle.options.ServerOptions;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestCertificate;
import dev.heddle.support.TestCertificate.Kind;
import dev.heddle.support.TestCertificate.PemPair;
import dev.heddle.support.TestClient;
import dev.heddle.tls.Tls;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard and the page in docs/ know the metrics that there are, and no others. */
@Timeout(60)
class DashboardTest {
    private static final Path DASHBOARD = Path.of("docs/grafana-dashboard.json");
    private static final Path PAGE = Path.of("docs/admin.md");
    private static final Pattern METRIC = Pattern.compile("\\b(?:heddle|http_server)_[a-z_]+");
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z_]+)`", Pattern.MULTILINE);

    /** Names of samples and of families that servers of all architectures have. */
    private static final Set<String> SAMPLES = new TreeSet<>();

    private static final Set<String> FAMILIES = new TreeSet<>();

    @BeforeAll
    static void scrapeEveryArchitecture() throws Exception {
        for (Architecture architecture : Architecture.all()) {
            ServerOptions options =
                    ServerOptions.defaults().withArchitecture(architecture).withScheduler(Scheduler.OWN);
            try (Watched watched = Watched.start(options, request -> Response.text("hello"));
                    TestClient client = TestClient.connect(watched.server())) {
                client.get("x");
                Eventually.await(
                        "the request is counted",
                        () -> metrics(watched).families().contains("http_server_request_duration_seconds"));
                SAMPLES.addAll(metrics(watched).names());
                FAMILIES.addAll(metrics(watched).families());
            }
        }
    }

    @BeforeAll
    static void scrapeServerThatSpeaksTls(@TempDir Path directory) throws Exception {
        PemPair files = TestCertificate.of(Kind.EC, "localhost").write(directory, "server");
        Tls tls = Tls.builder().certificate(files.certificates(), files.key()).build();
        try (Watched watched = Watched.startTls(tls, request -> Response.text("hello"))) {
            SAMPLES.addAll(metrics(watched).names());
            FAMILIES.addAll(metrics(watched).families());
        }
    }

    @BeforeAll
    static void scrapeServerWithAnAccessLog() throws Exception {
        try (AccessLog log = AccessLog.to(OutputStream.nullOutputStream()).open();
                Watched watched = Watched.startLogging(log, request -> Response.text("hello"))) {
            SAMPLES.addAll(metrics(watched).names());
            FAMILIES.addAll(metrics(watched).families());
        }
    }

    private static MetricsText metrics(Watched watched) {
        try {
            return watched.metrics();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The expressions of all panels. */
    static List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        JsonObject dashboard =
                JsonParser.parseString(Files.readString(DASHBOARD)).getAsJsonObject();
        for (JsonElement panel : dashboard.getAsJsonArray("panels")) {
            if (!panel.getAsJsonObject().get("type").getAsString().equals("row")) {
                panel.getAsJsonObject()
                        .getAsJsonArray("targets")
                        .forEach(target -> expressions.add(
                                target.getAsJsonObject().get("expr").getAsString()));
            }
        }
        assertThat(expressions).hasSizeGreaterThan(20);
        return expressions;
    }

    private static Set<String> found(Pattern pattern, int group, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult each) -> each.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void dashboardUsesOnlyMetricsThatThereAre() throws IOException {
        Set<String> used = found(METRIC, 0, String.join("\n", expressions()));
        assertThat(SAMPLES).containsAll(used);
        assertThat(found(METRIC, 0, Files.readString(DASHBOARD)))
                .as("also in its variables")
                .isEqualTo(used);
    }

    @Test
    void dashboardShowsEveryMetricButThese() throws IOException {
        Set<String> notShown = new TreeSet<>(FAMILIES);
        String all = String.join("\n", expressions());
        notShown.removeIf(all::contains);
        assertThat(notShown)
                .containsExactlyInAnyOrder(
                        "heddle_accept_gate_acquisitions_total",
                        "heddle_accept_gate_wait_max_seconds",
                        "heddle_accept_gate_waiting",
                        "heddle_access_log_lines_total",
                        "heddle_carriers",
                        "heddle_connections_untrusted_total",
                        "heddle_lane_limit",
                        "heddle_lane_messages_total",
                        "heddle_tls_certificate_expiry_timestamp_seconds",
                        "heddle_tls_certificate_reloads_total",
                        "heddle_tls_handshake_seconds_total");
    }

    @Test
    void pageListsEveryMetric() throws IOException {
        assertThat(found(ROW, 1, Files.readString(PAGE))).isEqualTo(FAMILIES);
    }
}
