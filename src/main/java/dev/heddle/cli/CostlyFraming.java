package dev.heddle.cli;

import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.Protocol;
import dev.heddle.protocol.ProtocolException;
import dev.heddle.protocol.Session;
import dev.heddle.protocol.Transport;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A protocol whose messages take more processor time to read, as those of a protocol with larger heads or with decryption do. Uses it on
 * the thread that frames the message: in message-balanced inside the dispatcher.
 *
 * @param framing the protocol
 * @param nanos how much more
 */
record CostlyFraming(Protocol framing, long nanos) implements Protocol {
    @Override
    public String scheme() {
        return framing.scheme();
    }

    @Override
    public Session open(Transport transport) {
        return new CostlySession(framing.open(transport), nanos);
    }

    @Override
    public int maxMessageBytes() {
        return framing.maxMessageBytes();
    }

    @Override
    public byte[] overloadReply() {
        return framing.overloadReply();
    }

    private record CostlySession(Session session, long nanos) implements Session {
        @Override
        public @Nullable Exchange next() throws IOException {
            Exchange next = session.next();
            if (next != null) {
                Spin.spinOrKeepInterrupt(nanos);
            }
            return next;
        }

        @Override
        public Exchange errorReply(ProtocolException broken) {
            return session.errorReply(broken);
        }
    }
}
