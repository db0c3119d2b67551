package dev.heddle.support;

import dev.heddle.metrics.ServerEvents;
import java.net.SocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Records what a server reports, instead of logging it. */
public final class RecordingEvents implements ServerEvents {
    private final Queue<Throwable> handlerFailures = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> overdue = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> internalFailures = new ConcurrentLinkedQueue<>();
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> acceptFailures = new ConcurrentLinkedQueue<>();
    private final Queue<String> advice = new ConcurrentLinkedQueue<>();
    private final Queue<String> rejectedMessages = new ConcurrentLinkedQueue<>();
    private final Queue<String> untrusted = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failedHandshakes = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failedListeners = new ConcurrentLinkedQueue<>();
    private final Queue<String> reloaded = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failedReloads = new ConcurrentLinkedQueue<>();

    @Override
    public void acceptFailed(int acceptor, Throwable cause, long backOffNanos) {
        acceptFailures.add(cause);
    }

    @Override
    public void protocolError(SocketAddress peer, String reason) {
        broken.add(reason);
    }

    @Override
    public void connectionUntrusted(SocketAddress source, String reason) {
        untrusted.add(reason);
    }

    @Override
    public void handshakeFailed(SocketAddress peer, Throwable cause) {
        failedHandshakes.add(cause);
    }

    @Override
    public void listenerFailed(SocketAddress peer, Throwable cause) {
        failedListeners.add(cause);
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
    public void connectionFailed(SocketAddress peer, Throwable cause) {
        internalFailures.add(cause);
    }

    @Override
    public void watchdogFailed(Throwable cause) {
        internalFailures.add(cause);
    }

    @Override
    public void carrierFailed(Throwable cause) {
        internalFailures.add(cause);
    }

    @Override
    public void misconfigured(String text) {
        advice.add(text);
    }

    @Override
    public void certificatesReloaded(String certificates) {
        reloaded.add(certificates);
    }

    @Override
    public void certificatesNotReloaded(Throwable cause) {
        failedReloads.add(cause);
    }

    @Override
    public void messageRejected(SocketAddress peer, String reason) {
        rejectedMessages.add(reason);
    }

    /** What was said about the settings of the JVM. */
    public List<String> advice() {
        return List.copyOf(advice);
    }

    /** The certificates that were read again. */
    public List<String> reloaded() {
        return List.copyOf(reloaded);
    }

    /** Why certificates were not read again. */
    public List<Throwable> failedReloads() {
        return List.copyOf(failedReloads);
    }

    /** Why connections were closed where a PROXY header was expected. */
    public List<String> untrusted() {
        return List.copyOf(untrusted);
    }

    /** Why handshakes failed. */
    public List<Throwable> failedHandshakes() {
        return List.copyOf(failedHandshakes);
    }

    /** What listeners of exchanges threw. */
    public List<Throwable> failedListeners() {
        return List.copyOf(failedListeners);
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
        return Stream.concat(internalFailures.stream(), acceptFailures.stream()).toList();
    }

    /** Why messages were rejected. */
    public List<String> rejectedMessages() {
        return List.copyOf(rejectedMessages);
    }

    /** The protocol errors of peers. */
    public List<String> broken() {
        return List.copyOf(broken);
    }
}
