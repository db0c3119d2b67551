package dev.heddle.admin;

import dev.heddle.http.EndedExchange;
import dev.heddle.http.ExchangeListener;
import dev.heddle.metrics.ServerEvents;
import java.net.SocketAddress;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a server reports and its {@link dev.heddle.metrics.ServerStats} lack, and measures requests. The same for several servers that
 * replace each other. Any thread may call any method; none blocks, and none allocates.
 */
public final class EventCounters implements ServerEvents, ExchangeListener {
    private final RequestDurations requests = new RequestDurations();
    private final LongAdder protocolErrors = new LongAdder();
    private final LongAdder handlerFailures = new LongAdder();
    private final LongAdder handlerTimeouts = new LongAdder();
    private final LongAdder internalFailures = new LongAdder();

    /** Begins at zero. */
    public EventCounters() {}

    @Override
    public void ended(EndedExchange exchange) {
        requests.record(exchange.method(), exchange.status(), exchange.nanos());
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
