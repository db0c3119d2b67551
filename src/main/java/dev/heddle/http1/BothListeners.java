package dev.heddle.http1;

import dev.heddle.http.EndedExchange;
import dev.heddle.http.ExchangeListener;

/**
 * Tells two listeners of the same exchanges, such as an access log and one that counts. What the first throws keeps no exchange from the
 * second.
 *
 * @param first told first
 * @param second told after it
 */
record BothListeners(ExchangeListener first, ExchangeListener second) implements ExchangeListener {
    @Override
    public void ended(EndedExchange exchange) {
        try {
            first.ended(exchange);
        } catch (RuntimeException | Error e) {
            // Ignored, as if it were the only one; what the second throws is ignored by the exchange.
        }
        second.ended(exchange);
    }
}
