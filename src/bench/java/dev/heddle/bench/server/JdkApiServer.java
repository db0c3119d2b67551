package dev.heddle.bench.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** A program on {@code com.sun.net.httpserver}. A system property chooses the provider. */
final class JdkApiServer {
    private static final byte[] BODY = CommonSettings.body();

    private JdkApiServer() {}

    /** @param executor whether the executor is set to a virtual thread for each exchange; else the provider chooses */
    static int start(boolean executor) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CommonSettings.BACKLOG);
        server.createContext(CommonSettings.PATH, JdkApiServer::handle);
        if (executor) {
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        }
        server.start();
        return server.getAddress().getPort();
    }

    private static void handle(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", CommonSettings.TYPE);
        exchange.sendResponseHeaders(200, BODY.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(BODY);
        }
    }
}
