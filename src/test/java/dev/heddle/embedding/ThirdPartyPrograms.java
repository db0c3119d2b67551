package dev.heddle.embedding;

import com.sun.net.httpserver.HttpServer;
import io.avaje.http.client.HttpClient;
import io.avaje.jex.Jex;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

/**
 * Unmodified programs of others on {@code com.sun.net.httpserver}, used by the clients of their own authors. Prints what the clients
 * get; on which server is the caller's choice. In a JVM of its own, as that choice is for a whole JVM.
 */
public final class ThirdPartyPrograms {
    private static final int CLIENTS = 20;
    private static final int REQUESTS = 50;

    private ThirdPartyPrograms() {}

    /** Runs the program of that name. */
    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "prometheus" -> prometheus();
            case "jersey" -> jersey();
            case "jex" -> jex();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.exit(0); // Jersey leaves threads that would keep the JVM, on either server.
    }

    private static void print(String what, int status, Object type, String text) {
        System.out.println(
                what + ": " + status + " " + type + " " + text.strip().replaceAll("\\R", " | "));
    }

    /** Counts the right answers that many clients get at a time. */
    private static void crowd(Callable<Boolean> request) throws Exception {
        AtomicInteger right = new AtomicInteger();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> clients.submit(() -> {
                        for (int j = 0; j < REQUESTS; j++) {
                            right.addAndGet(request.call() ? 1 : 0);
                        }
                        return 0;
                    }))
                    .toList();
            for (Future<Integer> each : all) {
                each.get();
            }
        }
        System.out.println("right answers of a crowd: " + right);
    }

    // ---- the exporter, and requests as a Prometheus server sends them

    private static void prometheus() throws Exception {
        PrometheusRegistry registry = new PrometheusRegistry();
        Counter counter =
                Counter.builder().name("woven").help("cloth").labelNames("kind").register(registry);
        counter.labelValues("linen").inc(3);
        counter.labelValues("wool").inc();
        try (HTTPServer exporter = HTTPServer.builder()
                .inetAddress(InetAddress.getLoopbackAddress())
                .port(0)
                .registry(registry)
                .buildAndStart()) {
            String root = "http://127.0.0.1:" + exporter.getPort();
            String openMetrics = "application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1";
            scrape(root + "/metrics", "*/*", "identity");
            scrape(root + "/metrics", openMetrics, "gzip");
            scrape(root + "/metrics?name[]=woven_total&name[]=none", "*/*", "gzip");
            scrape(root + "/metrics?debug=text", "*/*", "identity");
            scrape(root + "/-/healthy", "*/*", "identity");
            scrape(root + "/", "*/*", "identity");
            crowd(() -> get(root + "/metrics", "*/*", "gzip").contains("woven_total{kind=\"linen\"} 3.0"));
        }
    }

    private static HttpURLConnection opened(String uri, String accept, String coding) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(uri.replace("[", "%5B").replace("]", "%5D")).toURL().openConnection();
        connection.setRequestProperty("Accept", accept);
        connection.setRequestProperty("Accept-Encoding", coding);
        connection.setRequestProperty("User-Agent", "Prometheus/3.0.0");
        connection.setRequestProperty("X-Prometheus-Scrape-Timeout-Seconds", "10");
        return connection;
    }

    private static String get(String uri, String accept, String coding) throws IOException {
        HttpURLConnection connection = opened(uri, accept, coding);
        boolean zipped = "gzip".equals(connection.getContentEncoding());
        try (InputStream raw = connection.getInputStream();
                InputStream in = zipped ? new GZIPInputStream(raw) : raw) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void scrape(String uri, String accept, String coding) throws IOException {
        HttpURLConnection connection = opened(uri, accept, coding);
        connection.setRequestMethod("HEAD");
        int head = connection.getResponseCode();
        String text = get(uri, accept, coding);
        String path = URI.create(uri.replaceAll("\\?.*", "")).getPath();
        print(path + " HEAD " + head, 200, connection.getContentType(), text);
    }

    // ---- Jersey, and its client

    /** A resource of a JAX-RS application. */
    @Path("cloth")
    public static final class Cloth {
        /** With a parameter of the query. */
        @GET
        @Path("{name}")
        public String get(@PathParam("name") String name, @QueryParam("of") String of) {
            return "cloth " + name + " of " + of;
        }

        /** Takes and returns bytes. */
        @POST
        public byte[] post(byte[] body) {
            return body;
        }

        /** With a header, a status and a location. */
        @PUT
        public Response put(@HeaderParam("If-Match") String match, String body) {
            return Response.created(URI.create("cloth/" + body))
                    .tag("t" + match)
                    .build();
        }

        /** A response without a length. */
        @GET
        @Path("stream")
        public StreamingOutput stream() {
            return out -> {
                for (int i = 0; i < 1000; i++) {
                    out.write(("row " + i + "\n").getBytes(StandardCharsets.US_ASCII));
                }
            };
        }

        /** A response without a body. */
        @HEAD
        @Path("none")
        public Response none() {
            return Response.noContent().build();
        }

        /** Fails. */
        @GET
        @Path("torn")
        public String torn() {
            return Objects.requireNonNull(System.getProperty("no.such.property"), "on purpose");
        }
    }

    private static void jersey() throws Exception {
        HttpServer server = JdkHttpServerFactory.createHttpServer(
                URI.create("http://127.0.0.1:0/api/"), new ResourceConfig(Cloth.class));
        Client client = ClientBuilder.newClient();
        try {
            WebTarget cloth =
                    client.target("http://127.0.0.1:" + server.getAddress().getPort() + "/api/cloth");
            print(
                    "GET",
                    cloth.path("fine linen")
                            .queryParam("of", "flax & ü")
                            .request()
                            .get());
            byte[] large = new byte[3_000_000];
            Arrays.fill(large, (byte) 'w');
            byte[] back = cloth.request()
                    .post(Entity.entity(large, "application/octet-stream"))
                    .readEntity(byte[].class);
            System.out.println("POST: " + Arrays.equals(large, back));
            Response put = cloth.request().header("If-Match", "a").put(Entity.text("wool"));
            print("PUT", put);
            System.out.println(put.getLocation().getPath() + " " + put.getEntityTag());
            System.out.println("stream: "
                    + cloth.path("stream").request().get(String.class).hashCode());
            print("HEAD", cloth.path("none").request().head());
            print("torn", cloth.path("torn").request().get());
            print("unknown", cloth.path("a/b/c").request().get());
            print("DELETE", cloth.request().delete());
            print("OPTIONS", cloth.request().options());
            crowd(() -> cloth.path("wool")
                    .queryParam("of", "sheep")
                    .request()
                    .get(String.class)
                    .equals("cloth wool of sheep"));
        } finally {
            client.close();
            server.stop(0);
        }
    }

    private static void print(String what, Response response) {
        String text = response.readEntity(String.class);
        print(
                what,
                response.getStatus(),
                response.getMediaType() + " "
                        + response.getAllowedMethods().stream().sorted().toList(),
                text);
    }

    // ---- avaje-jex, and avaje's client

    private static void jex() throws Exception {
        Jex.Server server = Jex.create()
                .get("/hello/{name}", context -> context.text("hello " + context.pathParam("name")))
                .post("/echo", context -> context.text(context.body()))
                .put(
                        "/status",
                        context -> context.status(202).header("X-Cloth", "wool").text("accepted"))
                .get("/torn", context -> {
                    throw new IllegalStateException("on purpose");
                })
                .port(0)
                .start();
        try {
            HttpClient client = HttpClient.builder()
                    .baseUrl("http://127.0.0.1:" + server.port())
                    .build();
            print("GET", client.request().path("hello").path("weaver").GET().asString());
            print(
                    "GET query",
                    client.request()
                            .path("hello/w")
                            .queryParam("a", "b c")
                            .GET()
                            .asString());
            String large = "wool ".repeat(200_000);
            String back =
                    client.request().path("echo").body(large).POST().asString().body();
            System.out.println("POST: " + large.equals(back));
            HttpResponse<String> put =
                    client.request().path("status").body("x").PUT().asString();
            print("PUT", put);
            System.out.println(put.headers().firstValue("X-Cloth"));
            print("torn", client.request().path("torn").GET().asString());
            print("unknown", client.request().path("none").GET().asString());
            print("wrong method", client.request().path("echo").GET().asString());
            crowd(() ->
                    client.request().path("hello/crowd").GET().asString().body().equals("hello crowd"));
        } finally {
            server.shutdown();
        }
    }

    private static void print(String what, HttpResponse<String> response) {
        print(what, response.statusCode(), response.headers().firstValue("Content-Type"), response.body());
    }
}
