package dev.heddle.live;

import dev.heddle.protocol.AfterReply;
import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.Lane;
import dev.heddle.protocol.Protocol;
import dev.heddle.protocol.ProtocolException;
import dev.heddle.protocol.Session;
import dev.heddle.protocol.Transport;
import dev.heddle.protocol.WriteSlot;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A protocol that measures each message, from its head being read to its reply being written: the wait in a lane and for its turn to
 * reply included, the wait to be read not.
 *
 * @param protocol what is measured
 * @param meter receives the times
 */
record MeasuredProtocol(Protocol protocol, LatencyMeter meter) implements Protocol {
    @Override
    public String scheme() {
        return protocol.scheme();
    }

    @Override
    public Session open(Transport transport) {
        return new MeasuredSession(protocol.open(transport), meter);
    }

    @Override
    public int maxMessageBytes() {
        return protocol.maxMessageBytes();
    }

    @Override
    public byte[] overloadReply() {
        return protocol.overloadReply();
    }

    private record MeasuredSession(Session session, LatencyMeter meter) implements Session {
        @Override
        public @Nullable Exchange next() throws IOException {
            Exchange next = session.next();
            return next == null ? null : new MeasuredExchange(next, meter, System.nanoTime());
        }

        @Override
        public Exchange errorReply(ProtocolException broken) {
            return session.errorReply(broken);
        }
    }

    private record MeasuredExchange(Exchange exchange, LatencyMeter meter, long readAt) implements Exchange {
        @Override
        public void handle(WriteSlot slot) {
            exchange.handle(slot);
        }

        @Override
        public void rejectOverload() {
            exchange.rejectOverload();
        }

        @Override
        public AfterReply write(boolean last) throws IOException {
            AfterReply next = exchange.write(last);
            meter.record(System.nanoTime() - readAt);
            return next;
        }

        @Override
        public void abandon() {
            exchange.abandon();
        }

        @Override
        public Lane lane() {
            return exchange.lane();
        }

        @Override
        public boolean mustRunAlone() {
            return exchange.mustRunAlone();
        }

        @Override
        public boolean isLastMessage() {
            return exchange.isLastMessage();
        }
    }
}
