package dev.heddle;

import com.sun.net.httpserver.HttpServer;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.jdkhttp.HeddleHttpServerProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A program whose main method starts a server and returns. {@code ServedProgramTest} runs it in a JVM of its own. */
final class ServedProgram {
    private ServedProgram() {}

    /**
     * Starts the server.
     *
     * @param arguments {@code own} or {@code drop-in}; then perhaps {@code daemon}: a daemon thread starts the server
     */
    public static void main(String... arguments) throws InterruptedException {
        Thread main = Thread.currentThread();
        boolean own = arguments[0].equals("own");
        Thread starter = Thread.ofPlatform().daemon(arguments.length > 1).start(() -> {
            try {
                System.out.println(own ? startOwn(main) : startDropIn(main));
            } catch (IOException e) {
                System.out.println(e);
            }
        });
        starter.join();
    }

    private static int startOwn(Thread main) throws IOException {
        Server[] server = new Server[1];
        server[0] = Server.http(request -> handle(request, server, main)).start();
        return server[0].port();
    }

    private static Response handle(Request request, Server[] server, Thread main) {
        failIfAsked(request.path());
        if (request.path().equals("/stop")) {
            server[0].close();
        }
        return Response.text("main thread: " + (main.isAlive() ? "runs" : "has ended"));
    }

    private static int startDropIn(Thread main) throws IOException {
        HttpServer server = new HeddleHttpServerProvider()
                .createHttpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            failIfAsked(exchange.getRequestURI().getPath());
            byte[] said = ("main thread: " + (main.isAlive() ? "runs" : "has ended")).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
            if (exchange.getRequestURI().getPath().equals("/stop")) {
                server.stop(0);
            }
        });
        server.start();
        return server.getAddress().getPort();
    }

    private static void failIfAsked(String path) {
        if (path.equals("/fail")) {
            throw new IllegalStateException("on purpose");
        }
    }
}
