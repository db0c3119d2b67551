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
 * A protocol of lines that end with LF or CRLF. The reply to each line is a line with the same line end.
 *
 * <p>A line that is too long gets {@code -ERR}, and the connection is closed. If the handler fails, the reply is {@code
 * -ERR} and the connection goes on. This is the whole protocol: a session reads, an exchange handles and writes.
 *
 * {@snippet :
 * Server server = Server.of(new LineProtocol(line -> line, Limits.defaults())).port(7).start();
 * }
 */
public final class LineProtocol implements Protocol {
    private static final byte[] LF = {'\n'};
    private static final byte[] CRLF = {'\r', '\n'};

    private final LineHandler handler;
    private final Limits limits;

    /**
     * Creates the protocol.
     *
     * @param handler handles the lines
     * @param limits bounds the length of a line, its line end included, by {@link Limits#lineLength}
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
        return Ascii.bytes("-ERR busy\n");
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
                // An incomplete line has at least one byte to come.
                checkLength(scanned + 1);
                if (!transport.progress().messageStarted()) {
                    return null;
                }
                if (!in.fill()) {
                    throw new EOFException("connection closed in the middle of a line");
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
        public Exchange errorReply(ProtocolException error) {
            return new ErrorReply(
                    transport.out(),
                    switch (error) {
                        case DeadlineException late -> "too slow";
                        case OverloadException overload -> "busy";
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
        public void handle(WriteSlot slot) {
            try {
                reply = handler.handle(line);
                if (reply.indexOf('\n') >= 0) {
                    throw new IllegalStateException("the handler returned more than one line");
                }
            } catch (Throwable failure) {
                transport.events().handlerFailed(transport.peer(), failure);
                reply = "-ERR handler failed";
            }
        }

        @Override
        public void rejectOverload() {
            reply = "-ERR busy";
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

    /** The last reply of a connection: says why it is closed. */
    private record ErrorReply(ByteWriter out, String reason) implements Exchange {
        @Override
        public void handle(WriteSlot slot) {}

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
