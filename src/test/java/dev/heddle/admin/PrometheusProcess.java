package dev.heddle.admin;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.SystemProgram;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The real Prometheus, in a process of its own, which scrapes one target several times a second.
 *
 * <p>The environment variable {@code TEST_PROMETHEUS} names the program, and then it has to be there.
 */
final class PrometheusProcess implements AutoCloseable {
    private final SystemProgram program;
    private final InetSocketAddress address;

    private PrometheusProcess(SystemProgram program, InetSocketAddress address) {
        this.program = program;
        this.address = address;
    }

    /** Where Prometheus is on this machine, if it is. */
    static Optional<Path> installed() {
        return SystemProgram.installed("TEST_PROMETHEUS", "prometheus");
    }

    /**
     * Starts it.
     *
     * @param program Prometheus
     * @param work an empty directory for its own files
     * @param target the host and port to scrape
     */
    static PrometheusProcess start(Path program, Path work, String target) throws IOException {
        int port = SystemProgram.freePort();
        Path configuration = Files.writeString(work.resolve("prometheus.yml"), """
            scrape_configs:
              - job_name: heddle
                scrape_interval: 200ms
                scrape_timeout: 200ms
                static_configs:
                  - targets: ['%s']
            """.formatted(target));
        SystemProgram started = SystemProgram.start(
                List.of(
                        program.toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + work.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn"),
                work.resolve("output"),
                port);
        PrometheusProcess prometheus =
                new PrometheusProcess(started, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        try {
            Eventually.await("Prometheus is ready", prometheus::isReady);
        } catch (AssertionError e) {
            prometheus.close();
            throw e;
        }
        return prometheus;
    }

    private boolean isReady() {
        try {
            return get("/-/ready").status() == 200;
        } catch (IOException e) {
            return false; // It does not listen yet.
        }
    }

    private HttpReply get(String path) throws IOException {
        try (TestClient client = TestClient.connect(address)) {
            client.send("GET " + path + " HTTP/1.1\r\nHost: prometheus\r\nConnection: close\r\n\r\n");
            return client.readReply();
        }
    }

    /** What it answers to a query, which has to be valid. */
    JsonObject query(String expression) throws IOException {
        HttpReply reply = get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        JsonObject answer = JsonParser.parseString(reply.text()).getAsJsonObject();
        if (reply.status() != 200 || !answer.get("status").getAsString().equals("success")) {
            throw new AssertionError(expression + ": " + reply.text());
        }
        return answer.getAsJsonObject("data");
    }

    /** The only value of a query; NaN as long as there is none. */
    double value(String expression) {
        try {
            JsonObject data = query(expression);
            return data.getAsJsonArray("result").size() != 1
                    ? Double.NaN
                    : Double.parseDouble(data.getAsJsonArray("result")
                            .get(0)
                            .getAsJsonObject()
                            .getAsJsonArray("value")
                            .get(1)
                            .getAsString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
