package dev.heddle.http1;

import dev.heddle.http.EndedExchange;
import dev.heddle.http.ExchangeListener;

/**
 * Tells two listeners of the same exchanges, such as an access log and one that counts. What the first throws keeps no exchange from the
 * second, and is thrown after it; if both throw, only what the second throws.
 *
 * @param first told first
 * @param second told after it
 */
record BothListeners(ExchangeListener first, ExchangeListener second) implements ExchangeListener {
    @Override
    public void ended(EndedExchange exchange) {
        try {
            first.ended(exchange);
        } finally {
            second.ended(exchange);
        }
    }
}
