package dev.heddle.soak;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.heddle.Server;
import dev.heddle.jdkhttp.HeddleHttpServerProvider;
import dev.heddle.jdkhttp.TestKeys;
import dev.heddle.metrics.ServerStats;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * A program on the drop-in with the demo application's paths, and with one that fills the heap. Arguments: the architecture; for TLS the
 * directory of its {@link TestKeys}.
 */
final class DropInApplication {
    private static final byte[] FILL = "0123456789abcde\n".repeat(64).getBytes(StandardCharsets.US_ASCII);

    private DropInApplication() {}

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        System.setProperty("heddle.architecture", args[0]);
        HeddleHttpServerProvider provider = new HeddleHttpServerProvider();
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server = args.length == 1
                ? provider.createHttpServer(anyPort, 0)
                : overTls(provider.createHttpsServer(anyPort, 0), Path.of(args[1]));
        Server heddle = HeddleHttpServerProvider.serverOf(server);
        serve(server, "/plaintext", exchange -> reply(exchange, "Hello, World!"));
        serve(server, "/stats", exchange -> reply(exchange, stats(heddle.stats())));
        serve(server, "/echo", DropInApplication::echo);
        serve(server, "/bytes", DropInApplication::bytes);
        serve(server, "/fill", exchange -> reply(exchange, FullHeap.hold(number(exchange)) + " times out of memory"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(5)));
        server.start();
        System.out.printf(
                "listening on http://127.0.0.1:%d (%s)%n", server.getAddress().getPort(), args[0]);
        System.out.println("scheduler of the JVM");
    }

    private static HttpsServer overTls(HttpsServer server, Path keys) throws IOException, GeneralSecurityException {
        server.setHttpsConfigurator(new HttpsConfigurator(TestKeys.read(keys).server()));
        return server;
    }

    private static void serve(HttpServer server, String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    private static void reply(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void echo(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getRequestBody().transferTo(exchange.getResponseBody());
    }

    private static void bytes(HttpExchange exchange) throws IOException {
        long left = number(exchange);
        exchange.sendResponseHeaders(200, left);
        for (; left > 0; left -= FILL.length) {
            exchange.getResponseBody().write(FILL, 0, (int) Math.min(left, FILL.length));
        }
    }

    /** The number behind the query's equals sign. */
    private static long number(HttpExchange exchange) {
        String query = exchange.getRequestURI().getQuery();
        return Long.parseLong(query.substring(query.indexOf('=') + 1));
    }

    /** The figures that the tests look at, named as the demo application names them. */
    private static String stats(ServerStats stats) {
        return "{\"open\":%d,\"bufferedBytes\":%d,\"inFlight\":%d}"
                .formatted(stats.connectionsOpen(), stats.bufferedBytes(), stats.inFlight());
    }
}
