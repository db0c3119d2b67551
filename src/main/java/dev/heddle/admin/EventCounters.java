package dev.heddle.admin;

import dev.heddle.http.EndedExchange;
import dev.heddle.http.ExchangeListener;
import dev.heddle.metrics.ServerEvents;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a server reports and its {@link dev.heddle.metrics.ServerStats} lack, and measures requests. The same for several servers that
 * replace each other.
 *
 * <p><b>States.</b> Counters that only grow. Since the admin port was opened, its spare descriptors.
 *
 * <p><b>Threads.</b> Any thread may call any method. None allocates; none blocks but {@link #acceptFailed}, where an acceptor has no descriptor to go on with.
 *
 * <p><b>Ordering.</b> None between the counters. The spare descriptors are complete when they are set.
 */
public final class EventCounters implements ServerEvents, ExchangeListener {
    /** How long an acceptor waits for the spare descriptors: then it finds out whether there are others again. */
    private static final long MOST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RequestDurations requests = new RequestDurations();
    private final LongAdder handshakesCompleted = new LongAdder();
    private final LongAdder handshakeNanos = new LongAdder();
    private final LongAdder handshakesFailed = new LongAdder();
    private final LongAdder certificatesReloaded = new LongAdder();
    private final LongAdder certificatesNotReloaded = new LongAdder();
    private final LongAdder protocolErrors = new LongAdder();
    private final LongAdder handlerFailures = new LongAdder();
    private final LongAdder handlerTimeouts = new LongAdder();
    private final LongAdder internalFailures = new LongAdder();
    private final AtomicReference<@Nullable SpareDescriptors> spares = new AtomicReference<>();

    /** Begins at zero. */
    public EventCounters() {}

    /** From now on acceptors that have run out of descriptors wait for a moment until these have theirs. */
    void giveWayTo(SpareDescriptors descriptors) {
        spares.set(descriptors);
    }

    @Override
    public void acceptFailed(int acceptor, Throwable cause, long backOffNanos) {
        SpareDescriptors first = spares.get();
        if (first != null && cause instanceof IOException) {
            first.awaitAll(MOST_WAIT_NANOS);
        }
    }

    @Override
    public void ended(EndedExchange exchange) {
        requests.record(exchange.method(), exchange.status(), exchange.nanos());
    }

    @Override
    public void handshakeCompleted(SocketAddress peer, long nanos) {
        handshakesCompleted.increment();
        handshakeNanos.add(nanos);
    }

    @Override
    public void handshakeFailed(SocketAddress peer, Throwable cause) {
        handshakesFailed.increment();
    }

    @Override
    public void certificatesReloaded(String certificates) {
        certificatesReloaded.increment();
    }

    @Override
    public void certificatesNotReloaded(Throwable cause) {
        certificatesNotReloaded.increment();
    }

    @Override
    public void protocolError(SocketAddress peer, String reason) {
        protocolErrors.increment();
    }

    @Override
    public void handlerFailed(SocketAddress peer, Throwable cause) {
        handlerFailures.increment();
    }

    @Override
    public void handlerTimedOut(SocketAddress peer, Throwable where) {
        handlerTimeouts.increment();
    }

    @Override
    public void listenerFailed(SocketAddress peer, Throwable cause) {
        internalFailures.increment();
    }

    @Override
    public void connectionFailed(SocketAddress peer, Throwable cause) {
        internalFailures.increment();
    }

    @Override
    public void watchdogFailed(Throwable cause) {
        internalFailures.increment();
    }

    @Override
    public void carrierFailed(Throwable cause) {
        internalFailures.increment();
    }

    RequestDurations requests() {
        return requests;
    }

    long handshakesCompleted() {
        return handshakesCompleted.sum();
    }

    /** How long these took together. */
    long handshakeNanos() {
        return handshakeNanos.sum();
    }

    long handshakesFailed() {
        return handshakesFailed.sum();
    }

    long certificatesReloaded() {
        return certificatesReloaded.sum();
    }

    long certificatesNotReloaded() {
        return certificatesNotReloaded.sum();
    }

    long protocolErrors() {
        return protocolErrors.sum();
    }

    long handlerFailures() {
        return handlerFailures.sum();
    }

    long handlerTimeouts() {
        return handlerTimeouts.sum();
    }

    long internalFailures() {
        return internalFailures.sum();
    }
}
