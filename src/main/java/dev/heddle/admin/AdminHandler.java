package dev.heddle.admin;

import dev.heddle.http.Handler;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Answers the requests to the admin server: all of them only read. For any thread. */
final class AdminHandler implements Handler {
    private static final String INDEX = """
            /metrics       metrics, in the text format of Prometheus or OpenMetrics
            /health/live   200 while the process can answer
            /health/ready  200 while the server takes requests; 503 once it is told to stop
            /threads       all threads, virtual ones included, as JSON
            """;

    private final ExpositionFormatWriter prometheus = new PrometheusTextFormatWriter(false);
    private final ExpositionFormatWriter openMetrics = new OpenMetricsTextFormatWriter(false, false);
    private final ThreadDump threads = ThreadDump.ofThisProcess();

    /**
     * The only buffer that metrics are collected in, while no one does: however many scrapers there are, they take one processor at most. For
     * any thread; what is in it is for the thread that took it.
     */
    private final BlockingQueue<ByteArrayOutputStream> scrape = new ArrayBlockingQueue<>(1);

    private final Supplier<MetricSnapshots> metrics;
    private final BooleanSupplier ready;

    AdminHandler(Supplier<MetricSnapshots> metrics, BooleanSupplier ready) {
        this.metrics = metrics;
        this.ready = ready;
        scrape.add(new ByteArrayOutputStream());
    }

    @Override
    public Response handle(Request request) throws IOException, InterruptedException {
        return respond(request).header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff");
    }

    private Response respond(Request request) throws IOException, InterruptedException {
        if (!List.of("GET", "HEAD").contains(request.method())) {
            return Response.text("use GET\n").status(Status.METHOD_NOT_ALLOWED).header("Allow", "GET, HEAD");
        }
        return switch (request.path()) {
            case "/" -> Response.text(INDEX);
            case "/metrics" -> metrics(request);
            case "/health/live" -> Response.text("live\n");
            case "/health/ready" ->
                ready.getAsBoolean()
                        ? Response.text("ready\n")
                        : Response.text("not ready\n").status(Status.SERVICE_UNAVAILABLE);
            case "/threads" -> threads(request);
            default -> Response.text("not found\n").status(Status.NOT_FOUND);
        };
    }

    private Response metrics(Request request) throws IOException, InterruptedException {
        String accepted = String.join(",", request.headers().values("Accept"));
        ExpositionFormatWriter format = openMetrics.accepts(accepted) ? openMetrics : prometheus;
        ByteArrayOutputStream text = scrape.take();
        try {
            text.reset();
            format.write(text, metrics.get());
            return Response.bytes(format.getContentType(), text.toByteArray()).header("Vary", "Accept");
        } finally {
            scrape.add(text);
        }
    }

    private Response threads(Request request) throws IOException, InterruptedException {
        return request.method().equals("HEAD") ? Response.stream("application/json", out -> {}) : threads.response();
    }
}
