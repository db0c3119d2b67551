package dev.heddle.net;

import dev.heddle.carrier.Carrier;
import dev.heddle.carrier.CarrierGroup;
import dev.heddle.carrier.Pinned;
import dev.heddle.carrier.ReadyChannel;
import dev.heddle.concurrent.Latches;
import dev.heddle.concurrent.ReadySignal.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A listening socket whose acceptors wait on their carriers. An accepted connection begins on the carrier of its acceptor. */
final class CarrierListeningSocket implements ListeningSocket {
    /** Several times what the JDK and the server allocate for a new connection, its buffers aside. */
    private static final int BYTES_FOR_ONE = 8192;

    /** The longest wait for a carrier to release the descriptor: much longer than until a blocked one is taken over. */
    private static final long RELEASE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ServerSocketChannel channel;
    private final CarrierGroup group;

    /** The socket as each carrier sees it: acceptors on several carriers may wait for it, one after another. */
    private final List<ReadyChannel> readiness;

    /**
     * Allocated before each connection is accepted, so that a full heap is noticed while the kernel still has it: the JDK loses a
     * connection for which it finds no memory. Never read; a field, as the compiler would leave out a local variable.
     */
    private final AtomicReference<byte[]> memoryForOne = new AtomicReference<>();

    /** Whether the selectors were told to forget the socket. By the acceptor that empties its queue, or by the thread that closes it. */
    private final AtomicBoolean unregistered = new AtomicBoolean();

    /** The carriers that have not released the descriptor yet, once it is not waited on any more. */
    private final CountDownLatch unreleased;

    /** @param channel bound */
    CarrierListeningSocket(ServerSocketChannel channel, CarrierGroup group) throws IOException {
        channel.configureBlocking(false);
        this.channel = channel;
        this.group = group;
        this.readiness = group.carriers().stream()
                .map(carrier -> new ReadyChannel(channel, carrier, SelectionKey.OP_ACCEPT))
                .toList();
        this.unreleased = new CountDownLatch(readiness.size());
    }

    @Override
    public Socket accept(int acceptor) throws IOException {
        Carrier carrier = group.carrier(acceptor);
        try {
            while (true) {
                memoryForOne.setPlain(new byte[BYTES_FOR_ONE]);
                SocketChannel accepted = channel.accept();
                if (accepted != null) {
                    return socket(accepted, carrier);
                }
                awaitReady(readiness.get(carrier.index()));
            }
        } catch (ClosedChannelException e) {
            Latches.poll(unreleased, RELEASE_NANOS);
            SocketException closed = new SocketException("Socket closed");
            closed.initCause(e);
            throw closed;
        }
    }

    /** Closes the channel if there is not even the memory for a socket: nobody else knows of it. */
    private static Socket socket(SocketChannel accepted, Carrier carrier) throws IOException {
        try {
            return new CarrierSocket(accepted, carrier);
        } catch (OutOfMemoryError e) {
            accepted.close();
            throw e;
        }
    }

    /** Without the selectors: as long as one watches a channel, closing it does not close the kernel's socket. */
    @Override
    public @Nullable Socket acceptQueued(int acceptor) throws IOException {
        unregister();
        SocketChannel accepted = channel.accept();
        return accepted == null ? null : socket(accepted, group.carrier(acceptor));
    }

    @Override
    public Socket unconnected(int acceptor) throws IOException {
        return socket(SocketChannel.open(), group.carrier(acceptor));
    }

    private static void awaitReady(ReadyChannel ready) throws IOException {
        Outcome outcome = ready.awaitReadable(0);
        if (outcome == Outcome.CLOSED) {
            throw new ClosedChannelException();
        }
        if (outcome == Outcome.INTERRUPTED) {
            Thread.interrupted(); // Ignored: an acceptor is ended by closing its socket.
        }
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) Pinned.call(() -> channel.socket().getLocalSocketAddress());
    }

    /** A selector keeps the descriptor of a closed channel until it selects again. */
    @Override
    public void close() throws IOException {
        Pinned.begin();
        try {
            channel.close();
        } finally {
            Pinned.end();
        }
        unregister();
    }

    /** Once; a second call only waits. */
    private void unregister() {
        if (unregistered.getAndSet(true)) {
            Latches.poll(unreleased, RELEASE_NANOS);
            return;
        }
        for (ReadyChannel each : readiness) {
            each.close();
            if (each.isRegistered()) {
                each.carrier().afterSelect(unreleased::countDown);
            } else {
                unreleased.countDown();
            }
        }
        Latches.poll(unreleased, RELEASE_NANOS);
    }
}
