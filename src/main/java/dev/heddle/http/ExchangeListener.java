package dev.heddle.http;

/**
 * Is told of each request and its response when both are over: an access log, for example. Also of those that no handler sees, as they
 * were malformed, too slow or too many.
 *
 * <p>Called on the thread that has written the response, while the next one of its connection waits: it must be fast, must not block,
 * and must be safe for concurrent calls. What it throws is reported to {@code dev.heddle.metrics.ServerEvents#listenerFailed}.
 *
 * {@snippet :
 * LongAdder failures = new LongAdder();
 * ExchangeListener counting = exchange -> {
 *     if (exchange.status() >= 500) {
 *         failures.increment();
 *     }
 * };
 * Server server = Server.http(request -> Response.text("hello"), counting).start();
 * }
 */
@FunctionalInterface
public interface ExchangeListener {
    /**
     * An exchange is over.
     *
     * @param exchange valid until this returns
     */
    void ended(EndedExchange exchange);
}
