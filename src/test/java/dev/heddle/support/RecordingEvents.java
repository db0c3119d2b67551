package dev.heddle.support;

import dev.heddle.metrics.ServerEvents;
import java.net.SocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records what a server reports, instead of logging it. */
public final class RecordingEvents implements ServerEvents {
    private final Queue<Throwable> handlerFailures = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> overdue = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> connectionFailures = new ConcurrentLinkedQueue<>();
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> acceptFailures = new ConcurrentLinkedQueue<>();

    @Override
    public void acceptFailed(int acceptor, Throwable cause, long backOffNanos) {
        acceptFailures.add(cause);
    }

    @Override
    public void protocolError(SocketAddress peer, String reason) {
        broken.add(reason);
    }

    @Override
    public void handlerFailed(SocketAddress peer, Throwable cause) {
        handlerFailures.add(cause);
    }

    @Override
    public void handlerTimedOut(SocketAddress peer, Throwable where) {
        overdue.add(where);
    }

    @Override
    public void connectionFailed(@Nullable SocketAddress peer, Throwable cause) {
        connectionFailures.add(cause);
    }

    /** What handlers threw. */
    public List<Throwable> handlerFailures() {
        return List.copyOf(handlerFailures);
    }

    /** The stacks of handlers that exceeded their timeout. */
    public List<Throwable> overdue() {
        return List.copyOf(overdue);
    }

    /** Failures of Heddle itself, which must never happen. */
    public List<Throwable> ownFailures() {
        return Stream.concat(connectionFailures.stream(), acceptFailures.stream())
                .toList();
    }

    /** The protocol errors of peers. */
    public List<String> broken() {
        return List.copyOf(broken);
    }
}
