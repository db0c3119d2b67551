package dev.heddle.admin;

import dev.heddle.Server;
import dev.heddle.accesslog.AccessLog;
import dev.heddle.http.Handler;
import dev.heddle.http1.Http1Protocol;
import dev.heddle.metrics.BothEvents;
import dev.heddle.options.Limits;
import dev.heddle.options.ServerOptions;
import dev.heddle.support.HttpReply;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.TestClient;
import dev.heddle.tls.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A server, and the admin server that is about it. */
final class Watched implements AutoCloseable {
    private final Server server;
    private final AdminServer admin;

    private Watched(Server server, AdminServer admin) {
        this.server = server;
        this.admin = admin;
    }

    static Watched start(ServerOptions options, Handler handler) throws IOException {
        return start(handler, builder -> builder.options(options));
    }

    static Watched startTls(Tls tls, Handler handler) throws IOException {
        return start(handler, builder -> builder.tls(tls));
    }

    private static Watched start(Handler handler, UnaryOperator<Server.Builder> chosen) throws IOException {
        EventCounters counters = new EventCounters();
        return start(Server.http(handler, counters), counters, chosen, null);
    }

    /** With an access log. */
    static Watched startLogging(AccessLog log, Handler handler) throws IOException {
        EventCounters counters = new EventCounters();
        Http1Protocol protocol = new Http1Protocol(handler, Limits.defaults())
                .reportingTo(counters)
                .reportingTo(log);
        return start(Server.of(protocol), counters, builder -> builder, log);
    }

    private static Watched start(
            Server.Builder builder,
            EventCounters counters,
            UnaryOperator<Server.Builder> chosen,
            @Nullable AccessLog log)
            throws IOException {
        Server server = chosen.apply(builder)
                .events(new BothEvents(new RecordingEvents(), counters))
                .start();
        AdminServer admin =
                AdminServer.open(InetAddress.getLoopbackAddress(), 0, () -> server, () -> true, counters, log);
        admin.start();
        return new Watched(server, admin);
    }

    Server server() {
        return server;
    }

    AdminServer admin() {
        return admin;
    }

    /** Asks the admin server. */
    HttpReply ask(String method, String path, String... headers) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(admin.uri().getHost(), admin.uri().getPort());
        try (TestClient client = TestClient.connect(address)) {
            String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            client.send(method + " " + path + " HTTP/1.1\r\nHost: admin\r\nConnection: close\r\n" + lines + "\r\n");
            return client.readReply();
        }
    }

    HttpReply get(String path) throws IOException {
        return ask("GET", path);
    }

    MetricsText metrics() throws IOException {
        return MetricsText.prometheus(get("/metrics").text());
    }

    MetricsText openMetrics() throws IOException {
        return MetricsText.openMetrics(
                ask("GET", "/metrics", "Accept: application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
                        .text());
    }

    @Override
    public void close() {
        server.close();
        admin.close();
    }
}
