package dev.heddle.jdkhttp;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import dev.heddle.options.Architecture;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.stream.Stream;

/** A provider under test. */
record Provided(String name, HttpServerProvider provider) {
    /** Heddle's, in every architecture. */
    static Stream<Provided> heddles() {
        return Architecture.all().stream().map(Provided::of);
    }

    /** Heddle's in three architectures, and the JDK's. */
    static Stream<Provided> all() {
        return Stream.concat(
                Stream.of(
                        of(Architecture.singleAcceptor()),
                        of(Architecture.messageBalanced()),
                        of(Architecture.singleThreaded())),
                Stream.of(jdks()));
    }

    static Provided of(Architecture architecture) {
        JdkHttpOptions defaults = JdkHttpOptions.defaults();
        return new Provided(
                architecture.label(),
                new HeddleHttpServerProvider(
                        defaults.withServer(defaults.server().withArchitecture(architecture))));
    }

    static Provided jdks() {
        try {
            Class<?> own = Class.forName("sun.net.httpserver.DefaultHttpServerProvider");
            return new Provided(
                    "jdk", (HttpServerProvider) own.getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isJdk() {
        return name.equals("jdk");
    }

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** A bound server that is not started. */
    HttpServer create() throws IOException {
        return provider.createHttpServer(anyPort(), 0);
    }

    /** A started server with one context at the root. */
    Running serving(HttpHandler handler) throws IOException {
        HttpServer server = create();
        server.createContext("/", handler);
        server.start();
        return new Running(server);
    }

    @Override
    public String toString() {
        return name;
    }

    /** A started server, stopped by {@link #close}. */
    record Running(HttpServer server) implements AutoCloseable {
        TestClient connect() throws IOException {
            return TestClient.connect(server.getAddress());
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
