package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.options.Timeouts;
import dev.heddle.protocol.SocketLayer;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation on a connection's socket that may block on its peer delays no other connection. The server speaks over a layer
 * whose every operation tries that: it has another client served before it goes on.
 */
@Timeout(120)
class BlockingLayerTest {
    private static final Duration SHORT = Duration.ofMillis(600);

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void otherClientsAreServedWhileAnyOperationOfOneConnectionBlocks(Architecture architecture) throws Exception {
        TryingLayer layer = new TryingLayer();
        try (Server server = Server.http(request -> {
                    request.body().readAllBytes();
                    return Response.text("done");
                })
                .architecture(architecture)
                .layer(layer)
                .start()) {
            layer.other = () -> {
                try (TestClient other = TestClient.connect(server)) {
                    return other.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                            .readReply()
                            .text();
                }
            };
            try (TestClient client = TestClient.connect(server)) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbo");
                client.send("dy");
                assertThat(client.readReply().text()).isEqualTo("done");
                // Rejected while the client may be sending: the connection is closed in stages.
                client.send("nonsense\r\n\r\n").endSending();
                assertThat(client.readReply().status()).isEqualTo(400);
                client.awaitEnd();
            }
            Eventually.await("the connection is closed", () -> server.openConnections() == 0);
        }
        assertThat(layer.failures).isEmpty();
        assertThat(layer.operations).contains("handshake", "read", "write", "shutdownOutput", "close");
    }

    /** What a layer can do to a socket is what is tried: a method that is not listed here was added to the JDK or to Heddle. */
    @Test
    void everyMethodOfASocketThatMayBlockIsTried() {
        Set<String> tried = Arrays.stream(TryingSocket.class.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> mayBlock = Arrays.stream(Socket.class.getMethods())
                .filter(method ->
                        method.getDeclaringClass() == Socket.class && !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                // What only looks, or sets an option, does not wait for the peer.
                .filter(name -> !name.matches(
                        "(get|set|is|supported)(?!InputStream|OutputStream).*|toString|bind|shutdownInput"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(tried).containsAll(mayBlock);
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void readThatWritesToAPeerWhichReadsNothingIsAbortedAfterItsTimeout(Architecture architecture) throws Exception {
        StuckLayer layer = new StuckLayer();
        try (Server server = Server.http(request -> Response.text("never"))
                        .architecture(architecture)
                        .timeouts(Timeouts.defaults().withIdle(SHORT).withHead(SHORT))
                        .layer(layer)
                        .start();
                TestClient client = TestClient.connect(server)) {
            layer.reading.await();
            Eventually.await("the connection is closed", () -> server.openConnections() == 0);
            assertThat(client).isNotNull(); // It is still there, and has read nothing.
        }
    }

    private interface Try {
        String call() throws IOException;
    }

    /** Wraps the first connection; those of the other clients are left alone. */
    private static final class TryingLayer implements SocketLayer {
        final AtomicBoolean first = new AtomicBoolean(true);
        final Set<String> operations = new ConcurrentSkipListSet<>();
        final Set<String> failures = new ConcurrentSkipListSet<>();
        volatile @Nullable Try other;

        @Override
        public Socket wrap(Socket accepted) throws IOException {
            if (!first.getAndSet(false)) {
                return accepted;
            }
            may("handshake");
            return new TryingSocket(accepted, this);
        }

        /** An operation that may block: meanwhile another client has to be served. */
        void may(String operation) {
            operations.add(operation);
            try {
                Try attempt = other;
                String reply = attempt == null ? "nobody to try with" : attempt.call();
                if (!reply.equals("done")) {
                    failures.add(operation + ": " + reply);
                }
            } catch (IOException e) {
                failures.add(operation + ": " + e);
            }
        }
    }

    /** A socket whose every operation that may block has another client served first. */
    private static final class TryingSocket extends Socket {
        private final Socket socket;
        private final TryingLayer layer;

        TryingSocket(Socket socket, TryingLayer layer) {
            this.socket = socket;
            this.layer = layer;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(socket.getInputStream()) {
                @Override
                public int read() throws IOException {
                    layer.may("read");
                    return super.read();
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    layer.may("read");
                    return super.read(into, offset, length);
                }
            };
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(socket.getOutputStream()) {
                @Override
                public void write(int value) throws IOException {
                    layer.may("write");
                    out.write(value);
                }

                @Override
                public void write(byte[] from, int offset, int length) throws IOException {
                    layer.may("write");
                    out.write(from, offset, length);
                }
            };
        }

        @Override
        public void shutdownOutput() throws IOException {
            layer.may("shutdownOutput");
            socket.shutdownOutput();
        }

        @Override
        public void close() throws IOException {
            layer.may("close");
            socket.close();
        }

        @Override
        public void connect(java.net.SocketAddress endpoint) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void connect(java.net.SocketAddress endpoint, int timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void sendUrgentData(int data) {
            throw new UnsupportedOperationException();
        }
    }

    /** Its reads write, as those of TLS do, to a peer that reads nothing: only closing the socket ends them. */
    private static final class StuckLayer implements SocketLayer {
        final CountDownLatch reading = new CountDownLatch(1);

        @Override
        public Socket wrap(Socket accepted) {
            return new Socket() {
                @Override
                public InputStream getInputStream() throws IOException {
                    OutputStream out = accepted.getOutputStream();
                    return new FilterInputStream(accepted.getInputStream()) {
                        @Override
                        public int read(byte[] into, int offset, int length) throws IOException {
                            reading.countDown();
                            while (true) {
                                out.write(into, offset, length);
                            }
                        }
                    };
                }

                @Override
                public OutputStream getOutputStream() throws IOException {
                    return accepted.getOutputStream();
                }

                @Override
                public void close() throws IOException {
                    accepted.close();
                }
            };
        }
    }
}
