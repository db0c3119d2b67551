package dev.heddle.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The connections that the kernel has queued for listening sockets. Closing a socket resets those in its queue, and {@code java.net} has
 * no way to stop listening and keep the queue. So a closing server has its acceptors empty the queues first: it connects to itself. The
 * queue is in order, so when that connection, the marker, is accepted, every connection that was queued before it has been. The acceptor
 * then takes what is queued behind it, and closes the socket itself.
 */
public final class AcceptQueues {
    /** How many markers for each of several sockets: the kernel's hash misses a socket with a probability of exp(-8), 0.03 %. */
    private static final int MARKERS = 8;

    /**
     * The same on a port that other processes share. If they have as many sockets as this one, a socket is missed with a probability of
     * exp(-16). The markers that the kernel gives to them are connections without a message.
     */
    private static final int SHARED_MARKERS = 32;

    private AcceptQueues() {}

    /**
     * Waits until the acceptors have accepted every connection that is queued now and closed the sockets, at most for a time. For the thread that closes the
     * server, while the acceptors still accept.
     *
     * @param listeners sockets with one address; the kernel's hash chooses one for each connection
     */
    public static void awaitEmpty(List<Listener> listeners, ServerContext context, long nanos) {
        long deadline = System.nanoTime() + nanos;
        boolean shared = context.options().sharePort();
        int lone = listeners.size() == 1 ? 1 : MARKERS;
        int most = listeners.size() * (shared ? SHARED_MARKERS : lone);
        List<Socket> markers = new ArrayList<>();
        try {
            for (int i = 0; i < most && !areClosed(listeners); i++) {
                markers.add(connect(listeners, deadline - System.nanoTime()));
            }
            context.threads().nudgeScheduler();
            listeners.forEach(listener -> listener.awaitClosed(deadline - System.nanoTime()));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // Out of descriptors or memory, or a queue is full: the sockets are closed as they are, and the shutdown
            // goes on.
        } finally {
            markers.forEach(Acceptor::closeQuietly);
        }
    }

    private static boolean areClosed(List<Listener> listeners) {
        return listeners.stream().allMatch(listener -> listener.awaitClosed(0));
    }

    private static Socket connect(List<Listener> listeners, long nanos) throws IOException {
        InetSocketAddress address = listeners.getFirst().address();
        InetAddress host =
                address.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address.getAddress();
        Socket marker = new Socket();
        try {
            marker.bind(new InetSocketAddress(host, 0));
            listeners.forEach(listener -> listener.expectMarker(marker.getLocalSocketAddress()));
            int timeout = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
            marker.connect(new InetSocketAddress(host, address.getPort()), timeout);
            return marker;
        } catch (IOException | RuntimeException e) {
            Acceptor.closeQuietly(marker);
            throw e;
        }
    }
}
