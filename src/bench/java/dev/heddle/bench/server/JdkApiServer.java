package dev.heddle.bench.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** A program on {@code com.sun.net.httpserver}. A system property says whose provider it runs on. */
final class JdkApiServer {
    private static final byte[] CONTENT = Answer.content();

    private JdkApiServer() {}

    /** @param executor whether each exchange gets a virtual thread through the API; else the provider does as it likes */
    static int start(boolean executor) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Answer.BACKLOG);
        server.createContext(Answer.PATH, JdkApiServer::handle);
        if (executor) {
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        }
        server.start();
        return server.getAddress().getPort();
    }

    private static void handle(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", Answer.TYPE);
        exchange.sendResponseHeaders(200, CONTENT.length);
        try (OutputStream content = exchange.getResponseBody()) {
            content.write(CONTENT);
        }
    }
}
