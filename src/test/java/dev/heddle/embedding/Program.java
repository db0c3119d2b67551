package dev.heddle.embedding;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A program written for the JDK's server, which knows nothing of Heddle: says what it runs on. Also an agent. */
public final class Program {
    private Program() {}

    /** Starts before a program's main method, as an agent that offers figures over HTTP does. */
    public static void premain(String options) throws IOException {
        HttpServer server = created();
        System.out.println("agent on " + server.getClass().getName());
        server.stop(0);
    }

    /** Serves itself one request and ends, unless the arguments say otherwise. */
    public static void main(String[] arguments) throws Exception {
        System.out.println(
                "provider " + HttpServerProvider.provider().getClass().getName());
        switch (arguments.length == 0 ? "" : arguments[0]) {
            case "child" -> child(Path.of(arguments[1]));
            case "serve" -> serveSlowly(arguments.length > 1);
            default -> serveOnce();
        }
    }

    private static HttpServer created() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    private static void serveOnce() throws IOException {
        System.out.println("logger " + System.getLogger("program").getClass().getName());
        created().stop(0);
        HttpServer server = created();
        System.out.println("server " + server.getClass().getName());
        server.createContext("/", exchange -> {
            byte[] body = "served".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        URL url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/")
                .toURL();
        try (var in = url.openStream()) {
            System.out.println(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        }
        server.stop(10);
    }

    /** Heddle's jar as a plug-in would have it: in a class loader below the system's. */
    private static void child(Path jar) throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getSystemClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            HttpServer found = created();
            System.out.println("found " + found.getClass().getName());
            found.stop(0);
            HttpServerProvider own =
                    (HttpServerProvider) loader.loadClass("dev.heddle.jdkhttp.HeddleHttpServerProvider")
                            .getConstructor()
                            .newInstance();
            HttpServer created = own.createHttpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            System.out.println("created " + created.getClass().getName());
            created.stop(0);
        }
    }

    /** Serves until SIGTERM; each response takes until the JVM has begun to end. */
    private static void serveSlowly(boolean stops) throws IOException {
        HttpServer server = created();
        CountDownLatch ending = new CountDownLatch(1);
        server.createContext("/", exchange -> {
            System.out.println("handling");
            try {
                ending.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            exchange.sendResponseHeaders(200, 1_000_000);
            exchange.getResponseBody().write(new byte[1_000_000]);
            exchange.close();
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            ending.countDown();
            if (stops) {
                server.stop(10);
            }
        }));
        server.start();
        System.out.println("port " + server.getAddress().getPort());
    }
}
