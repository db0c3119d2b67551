package dev.heddle.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.heddle.Server;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.line.LineProtocol;
import dev.heddle.options.ServerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.FutureTask;

/**
 * Whether a server does its work at all with some options: it answers a request, one whose body its handler does not read and one with
 * a long response, and it stops. A client whose connection a tiny timeout has ended tries again.
 */
public final class ServesAndStops {
    private static final byte[] LARGE = new byte[100_000];
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String GET_LARGE = "GET /large HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final int BODY = 3000;
    private static final String POST = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + BODY + "\r\n\r\n";

    private ServesAndStops() {}

    /** Checks the servers of both protocols with these options. */
    public static void check(ServerOptions options) throws Exception {
        RecordingEvents events = new RecordingEvents();
        String what = options.toString();
        Server http = Server.http(ServesAndStops::reply)
                .options(options)
                .events(events)
                .start();
        answers(http.address(), what);
        stops(http.address(), what, http::close);
        http.close();
        Server line = Server.of(new LineProtocol(text -> text, options.limits()))
                .options(options)
                .events(events)
                .start();
        Eventually.await("a line is answered: " + what, () -> askLine(line));
        stops(line.address(), what, line::close);
        assertThat(events.ownFailures()).as(what).isEmpty();
        assertThat(events.handlerFailures()).as(what).isEmpty();
    }

    /** Checks a bound server of the JDK's API. */
    public static void check(HttpServer server, String what) throws Exception {
        server.createContext("/", exchange -> respond(exchange, new byte[1]));
        server.createContext("/large", exchange -> respond(exchange, LARGE));
        server.start();
        answers(server.getAddress(), what);
        stops(server.getAddress(), what, () -> server.stop(Integer.MAX_VALUE));
    }

    private static Response reply(Request request) {
        return request.path().equals("/large")
                ? Response.stream("text/plain", LARGE.length, out -> out.write(LARGE))
                : Response.text("x");
    }

    private static void respond(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void answers(InetSocketAddress address, String what) {
        Eventually.await("GET is answered: " + what, () -> ask(address, GET, ""));
        Eventually.await("an unread body is answered: " + what, () -> ask(address, POST + "x".repeat(BODY), ""));
        Eventually.await(
                "a body that follows its response is skipped: " + what, () -> ask(address, POST, "x".repeat(BODY)));
        Eventually.await("a long response is complete: " + what, () -> ask(address, GET_LARGE, ""));
    }

    /** Asks, and asks once more on the same connection if it is kept. */
    private static boolean ask(InetSocketAddress address, String request, String afterResponse) {
        try (TestClient client = TestClient.connect(address)) {
            HttpReply reply = client.send(request).readReply();
            boolean kept = reply.status() == 200 && !reply.closes();
            boolean refused = reply.status() == 413 || reply.status() == 431;
            return kept
                    ? client.send(afterResponse + GET).readReply().status() == 200
                    : reply.status() == 200 || refused;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean askLine(Server server) {
        try (TestClient client = TestClient.connect(server)) {
            return client.send("fine\r\n").readLine().equals("fine");
        } catch (IOException e) {
            return false;
        }
    }

    /** Stops it while a connection is open that waits; its client leaves then, as the server may wait for it forever. */
    private static void stops(InetSocketAddress address, String what, Runnable stop) throws Exception {
        FutureTask<Boolean> stopped;
        try (TestClient waits = TestClient.connect(address)) {
            stopped = Eventually.begin(() -> {
                stop.run();
                return true;
            });
            waits.endSending();
        }
        assertThat(Eventually.result(stopped)).as(what).isTrue();
        assertThat(TestClient.isRefused(address)).as(what).isTrue();
    }
}
