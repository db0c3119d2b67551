package dev.heddle.line;

import dev.heddle.bytes.Ascii;
import dev.heddle.bytes.ByteReader;
import dev.heddle.bytes.ByteWriter;
import dev.heddle.options.Limits;
import dev.heddle.protocol.AfterReply;
import dev.heddle.protocol.DeadlineException;
import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.OverloadException;
import dev.heddle.protocol.Protocol;
import dev.heddle.protocol.ProtocolException;
import dev.heddle.protocol.Session;
import dev.heddle.protocol.Transport;
import dev.heddle.protocol.WriteSlot;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines that end with LF or CRLF, each answered by a line that ends as its question did.
 *
 * <p>A line that is too long is answered with {@code -ERR} and the end of the connection; a handler that fails with {@code
 * -ERR} alone. This is the whole protocol: a session reads, an exchange handles and writes.
 */
public final class LineProtocol implements Protocol {
    private final LineHandler handler;
    private final Limits limits;

    /**
     * @param handler answers the lines
     * @param limits of which {@link Limits#lineLength} counts
     */
    public LineProtocol(LineHandler handler, Limits limits) {
        this.handler = handler;
        this.limits = limits;
    }

    @Override
    public String scheme() {
        return "tcp";
    }

    @Override
    public int maxMessageBytes() {
        return limits.lineLength();
    }

    @Override
    public Session open(Transport transport) {
        return new LineSession(transport);
    }

    @Override
    public byte[] overloadReply() {
        return Ascii.bytes("-ERR no room\n");
    }

    private final class LineSession implements Session {
        private final Transport transport;

        LineSession(Transport transport) {
            this.transport = transport;
        }

        @Override
        public @Nullable Exchange next() throws IOException {
            ByteReader in = transport.in();
            int lf = in.indexOf((byte) '\n', 0);
            while (lf < 0) {
                int scanned = in.buffered();
                // A line that has not ended has at least one byte to come.
                checkLength(scanned + 1);
                if (!transport.progress().messageStarted()) {
                    return null;
                }
                if (!in.fill()) {
                    throw new EOFException("the peer left in the middle of a line");
                }
                lf = in.indexOf((byte) '\n', scanned);
            }
            checkLength(lf + 1);
            transport.progress().headComplete();
            boolean crlf = lf > 0 && in.at(lf - 1) == '\r';
            byte[] line = in.copy(0, crlf ? lf - 1 : lf);
            in.skip(lf + 1);
            return new LineExchange(transport, Ascii.latin1(line, 0, line.length), crlf);
        }

        private void checkLength(int bytes) throws ProtocolException {
            if (bytes > limits.lineLength()) {
                throw new ProtocolException("line longer than " + limits.lineLength() + " bytes");
            }
        }

        @Override
        public Exchange errorReply(ProtocolException broken) {
            return new ErrorReply(
                    transport.out(),
                    switch (broken) {
                        case DeadlineException late -> "too slow";
                        case OverloadException full -> "no room";
                        default -> "line too long";
                    });
        }
    }

    private final class LineExchange implements Exchange {
        private final Transport transport;
        private final String line;
        private final boolean crlf;
        private String reply = "";

        LineExchange(Transport transport, String line, boolean crlf) {
            this.transport = transport;
            this.line = line;
            this.crlf = crlf;
        }

        @Override
        public void handle(WriteSlot turn) {
            try {
                reply = handler.handle(line);
                if (reply.indexOf('\n') >= 0) {
                    throw new IllegalStateException("the handler answered with more than one line");
                }
            } catch (Throwable failed) {
                transport.events().handlerFailed(transport.peer(), failed);
                reply = "-ERR the handler failed";
            }
        }

        @Override
        public void rejectOverload() {
            reply = "-ERR no room";
        }

        @Override
        public AfterReply write(boolean last) throws IOException {
            ByteWriter out = transport.out();
            out.begin();
            out.write(reply.getBytes(StandardCharsets.ISO_8859_1));
            out.write(crlf ? CRLF : LF);
            out.end();
            return last ? AfterReply.CLOSE : AfterReply.KEEP_ALIVE;
        }
    }

    private static final byte[] LF = {'\n'};
    private static final byte[] CRLF = {'\r', '\n'};

    /** Says why the conversation ends. */
    private record ErrorReply(ByteWriter out, String reason) implements Exchange {
        @Override
        public void handle(WriteSlot turn) {}

        @Override
        public void rejectOverload() {}

        @Override
        public AfterReply write(boolean last) throws IOException {
            out.begin();
            out.writeLatin1("-ERR " + reason + "\n");
            out.end();
            return AfterReply.LINGERING_CLOSE;
        }

        @Override
        public boolean isLastMessage() {
            return true;
        }
    }
}
