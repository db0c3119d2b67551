package dev.heddle.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import dev.heddle.support.HttpReply;
import dev.heddle.support.TestClient;
import io.avaje.jex.Jex;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Unmodified third-party programs on com.sun.net.httpserver: they find Heddle's provider as a service. */
@Timeout(60)
class RealProgramsTest {
    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Tells the servers apart by two Host headers, which the JDK's accepts and Heddle rejects. */
    private static void assertHeddleServes(int port) throws Exception {
        try (TestClient client = TestClient.connect(at(port))) {
            HttpReply reply =
                    client.send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").readReply();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(client.awaitEnd()).isNotNull();
        }
    }

    private static void assertStopped(int port) {
        assertThat(TestClient.isRefused(at(port))).isTrue();
    }

    @Test
    void providerIsFoundAsService() throws Exception {
        assertThat(HttpServerProvider.provider()).isInstanceOf(HeddleHttpServerProvider.class);
        HttpServer server = HttpServer.create(at(0), 0);
        assertThat(server).isInstanceOf(PlainServer.class);
        server.stop(0);
    }

    @Test
    void prometheusExporterIsScraped() throws Exception {
        int port;
        PrometheusRegistry registry = new PrometheusRegistry();
        Counter counter = Counter.builder().name("woven").help("cloth").register(registry);
        counter.inc(3);
        try (HTTPServer exporter = HTTPServer.builder()
                        .inetAddress(InetAddress.getLoopbackAddress())
                        .port(0)
                        .registry(registry)
                        .buildAndStart();
                TestClient client = TestClient.connect(at(exporter.getPort()))) {
            port = exporter.getPort();
            assertHeddleServes(port);
            for (int i = 0; i < 3; i++) {
                HttpReply reply = client.get("metrics");
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.text()).contains("woven_total 3.0");
            }
            assertThat(client.get("-/healthy").status()).isEqualTo(200);
        }
        assertStopped(port);
    }

    /** A resource of a JAX-RS application. */
    @Path("cloth")
    public static final class Cloth {
        @GET
        @Path("{name}")
        public String get(@PathParam("name") String name) {
            return "cloth " + name;
        }

        @POST
        public String post(String body) {
            return "woven " + body;
        }
    }

    @Test
    void jerseyServesAnApplication() throws Exception {
        HttpServer server = JdkHttpServerFactory.createHttpServer(
                URI.create("http://127.0.0.1:0/api/"), new ResourceConfig(Cloth.class));
        try (TestClient client = TestClient.connect(at(server.getAddress().getPort()))) {
            assertHeddleServes(server.getAddress().getPort());
            assertThat(client.get("api/cloth/linen").text()).isEqualTo("cloth linen");
            client.send(
                    "POST /api/cloth HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nwool");
            assertThat(client.readReply().text()).isEqualTo("woven wool");
            assertThat(client.get("api/none").status()).isEqualTo(404);
        } finally {
            server.stop(1);
        }
        assertStopped(server.getAddress().getPort());
    }

    @Test
    void avajeJexServesRoutes() throws Exception {
        Jex.Server server = Jex.create()
                .get("/hello/{name}", context -> context.text("hello " + context.pathParam("name")))
                .post("/echo", context -> context.text(context.body()))
                .port(0)
                .start();
        try (TestClient client = TestClient.connect(at(server.port()))) {
            assertHeddleServes(server.port());
            assertThat(client.get("hello/weaver").text()).isEqualTo("hello weaver");
            client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nwool");
            assertThat(client.readReply().text()).isEqualTo("wool");
            assertThat(client.get("none").status()).isEqualTo(404);
        } finally {
            server.shutdown();
        }
        assertStopped(server.port());
    }
}
