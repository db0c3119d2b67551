package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.protocol.SocketLayer;
import dev.heddle.support.HttpReply;
import dev.heddle.support.TestClient;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How often the server asks the kernel for something on a connection: exact, however noisy the machine. */
class SystemCallsTest {
    private static final int REQUESTS = 100;
    private static final String REQUEST = "GET /plaintext HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n";

    /** Many, and still short enough for the buffer that a connection keeps. */
    private static final int PIPELINED = 16;

    /** How often a connection's buffer is found too small before it has that size. */
    private static final int GROWTH = 4;

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    /** Those in which the thread that reads a message handles it, so that a batch is answered as one. */
    static Stream<Architecture> serving() {
        return architectures().filter(architecture -> !(architecture instanceof Architecture.MessageBalanced));
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void requestCostsOneReadAndOneWrite(Architecture architecture) throws Exception {
        Calls calls = new Calls();
        try (Server server = serve(architecture, calls);
                TestClient client = TestClient.connect(server)) {
            for (int i = 0; i < REQUESTS; i++) {
                ask(client, 1);
            }
            assertThat(calls.writes).as("writes").hasValue(REQUESTS);
            // One more is the wait for the next request.
            assertThat(calls.reads).as("reads").hasValueBetween(REQUESTS, REQUESTS + 1);
        }
    }

    @ParameterizedTest
    @MethodSource("serving")
    void pipelinedBatchCostsOneReadAndOneWrite(Architecture architecture) throws Exception {
        Calls calls = new Calls();
        try (Server server = serve(architecture, calls);
                TestClient client = TestClient.connect(server)) {
            for (int i = 0; i < REQUESTS; i++) {
                ask(client, PIPELINED);
            }
            assertThat(calls.writes).as("writes").hasValue(REQUESTS);
            assertThat(calls.reads).as("reads").hasValueBetween(REQUESTS, REQUESTS + 1 + GROWTH);
        }
    }

    private static Server serve(Architecture architecture, Calls calls) throws IOException {
        return Server.http(request -> Response.text("hello"))
                .architecture(architecture)
                .layer(calls)
                .start();
    }

    private static void ask(TestClient client, int times) throws IOException {
        client.send(REQUEST.repeat(times));
        for (int i = 0; i < times; i++) {
            HttpReply reply = client.readReply();
            assertThat(reply.status()).isEqualTo(200);
        }
    }

    /** Counts what goes through to the accepted socket. */
    private static final class Calls implements SocketLayer {
        private final AtomicInteger reads = new AtomicInteger();
        private final AtomicInteger writes = new AtomicInteger();

        @Override
        public Socket wrap(Socket accepted) {
            return new Counted(accepted, this);
        }
    }

    /** As much of a socket as a connection needs. */
    private static final class Counted extends Socket {
        private final Socket below;
        private final Calls calls;

        Counted(Socket below, Calls calls) {
            this.below = below;
            this.calls = calls;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(below.getInputStream()) {
                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    calls.reads.incrementAndGet();
                    return super.read(into, offset, length);
                }
            };
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(below.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    calls.writes.incrementAndGet();
                    out.write(bytes, offset, length);
                }
            };
        }

        @Override
        public void shutdownOutput() throws IOException {
            below.shutdownOutput();
        }

        @Override
        public void close() throws IOException {
            below.close();
        }
    }
}
