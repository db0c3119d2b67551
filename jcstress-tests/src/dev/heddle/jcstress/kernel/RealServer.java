package dev.heddle.jcstress.kernel;

import dev.heddle.concurrent.AcceptGate;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.net.Acceptor;
import dev.heddle.net.Connection;
import dev.heddle.net.Drain;
import dev.heddle.net.Listener;
import dev.heddle.net.ServerContext;
import dev.heddle.options.Architecture;
import dev.heddle.options.ServerOptions;
import dev.heddle.protocol.Protocol;
import dev.heddle.protocol.Session;
import dev.heddle.protocol.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The production listener, acceptors, connections and drain, with clients that are queued; nothing is ever said. */
final class RealServer {
    private static final int ACCEPTORS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int READ_PATIENCE_MILLIS = 2000;

    private final AcceptGate gate = new AcceptGate();
    private final List<Socket> clients = new ArrayList<>();
    private final List<Acceptor> acceptors = new ArrayList<>();
    private @Nullable ServerContext context;
    private @Nullable Listener listener;

    /** Opened by whichever actor comes first: a state must cost little to make. */
    synchronized void open(int queued) {
        if (context != null) {
            return;
        }
        try {
            ServerOptions options =
                    ServerOptions.defaults().withArchitecture(new Architecture.MultiAcceptor(ACCEPTORS));
            ServerContext opened = ServerContext.create(options, new UnusedProtocol(), new ServerEvents() {});
            Listener listening = Listener.open(opened);
            opened.lifecycle().start();
            for (int i = 0; i < ACCEPTORS; i++) {
                acceptors.add(new Acceptor(i, listening, opened));
            }
            for (int i = 0; i < queued; i++) {
                Socket client = new Socket(
                        listening.address().getAddress(), listening.address().getPort());
                client.setSoLinger(true, 0);
                client.setSoTimeout(READ_PATIENCE_MILLIS);
                clients.add(client);
            }
            context = opened;
            listener = listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an acceptor of multi-acceptor does, with a conversation that is over at once. The number of those served. */
    int acceptAndServe(int acceptor) {
        Connection connection;
        gate.acquire();
        try {
            connection = acceptors.get(acceptor).accept();
        } finally {
            gate.release();
        }
        if (connection == null) {
            return 0;
        }
        connection.close();
        return 1;
    }

    /** What {@code Server.close} does. */
    void close() {
        ServerContext closing = opened(context);
        closing.lifecycle().drain();
        opened(listener).close();
        new Drain(closing).drain(PATIENCE);
        closing.lifecycle().close();
    }

    /** The number of permits in use and of open connections. */
    int left() {
        return opened(context).capacity().connections().inUse()
                + opened(context).connections().size();
    }

    /** Whether every client sees the end of its connection. Closes the clients. */
    boolean allEnded() {
        boolean all = true;
        for (Socket client : clients) {
            try (client) {
                all &= client.getInputStream().read() < 0;
            } catch (SocketTimeoutException stillOpen) {
                all = false;
            } catch (SocketException reset) {
                // It was never accepted, and the closed listener has reset it: an end, too.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    private static <T> T opened(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the server was not opened");
        }
        return part;
    }

    /** A protocol of which nothing is used. */
    private static final class UnusedProtocol implements Protocol {
        @Override
        public String scheme() {
            return "tcp";
        }

        @Override
        public int maxMessageBytes() {
            return 0;
        }

        @Override
        public Session open(Transport transport) {
            throw new UnsupportedOperationException("no message is read in these tests");
        }

        @Override
        public byte[] overloadReply() {
            return new byte[0];
        }
    }
}
