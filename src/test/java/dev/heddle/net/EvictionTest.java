package dev.heddle.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.line.LineProtocol;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.options.Limits;
import dev.heddle.options.ServerOptions;
import dev.heddle.support.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is evicted while the server has had no time for any of its connections: none of their threads has run yet. */
@Timeout(30)
class EvictionTest {
    /** More than 15/16 of the limit are open: one has to go. */
    private static final int CONNECTIONS = 4;

    private final List<Socket> clients = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private ServerContext context;
    private Eviction eviction;

    @BeforeEach
    void connect() throws IOException {
        context = ServerContext.create(
                ServerOptions.defaults()
                        .withLimits(Limits.builder().connections(CONNECTIONS).build()),
                new LineProtocol(line -> line, Limits.defaults()),
                new ServerEvents() {});
        eviction = new Eviction(context, context.capacity().reserve());
        try (ServerSocket listener = new ServerSocket(0, CONNECTIONS, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
                Socket socket = listener.accept();
                sockets.add(socket);
                Connection connection = new Connection(
                        0,
                        socket,
                        Objects.requireNonNull(context.capacity().connections().tryAcquire()),
                        context);
                assertThat(context.connections().add(connection)).isTrue();
            }
        }
    }

    @AfterEach
    void close() throws IOException {
        context.connections().forEach(Connection::close);
        for (Socket client : clients) {
            client.close();
        }
    }

    /** Long after the connections began to be idle. */
    private boolean evict() {
        return eviction.evict(context.timing().clock().millis() + 60_000);
    }

    private List<Integer> evicted() {
        List<Integer> evicted = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            if (sockets.get(i).isInputShutdown()) {
                evicted.add(i);
            }
        }
        return evicted;
    }

    private void sendFrom(int client) throws IOException {
        clients.get(client).getOutputStream().write('x');
        Eventually.await("the byte has arrived", () -> {
            try {
                return sockets.get(client).getInputStream().available() > 0;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void connectionWhoseMessageHasArrivedButWasNotReadYetIsKept() throws Exception {
        for (int client : List.of(0, 1, 3)) {
            sendFrom(client);
        }
        assertThat(evict()).isTrue();
        assertThat(evicted()).containsExactly(2);
    }

    @Test
    void nothingIsEvictedWhereAllMessagesHaveArrived() throws Exception {
        for (int client = 0; client < CONNECTIONS; client++) {
            sendFrom(client);
        }
        assertThat(evict()).isFalse();
        assertThat(evicted()).isEmpty();
    }

    @Test
    void noMoreAreEvictedWhileTheServerHasNoTimeToCloseThoseThatWere() {
        assertThat(evict()).isTrue();
        evict();
        assertThat(evicted()).hasSize(1);
    }
}
