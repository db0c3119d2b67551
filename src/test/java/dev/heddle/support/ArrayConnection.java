package dev.heddle.support;

import dev.heddle.bytes.ByteReader;
import dev.heddle.bytes.ByteSink;
import dev.heddle.bytes.ByteSource;
import dev.heddle.bytes.ByteWriter;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.options.Limits;
import dev.heddle.protocol.AfterReply;
import dev.heddle.protocol.DeadlineException;
import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.Protocol;
import dev.heddle.protocol.ProtocolException;
import dev.heddle.protocol.ReadProgress;
import dev.heddle.protocol.Session;
import dev.heddle.protocol.Transport;
import dev.heddle.protocol.WriteSlot;
import dev.heddle.support.Conversation.Ending;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection without a socket: its input is given in parts, its output is recorded. Serves one conversation in a serial loop,
 * message by message, as the architectures do.
 */
public final class ArrayConnection implements ByteSource, ByteSink, ReadProgress, ServerEvents {
    /** No test needs this many reads: a session that does would never end. */
    private static final int TOO_OFTEN = 100_000;

    private static final Pattern DATE = Pattern.compile("(?m)^Date: [^\r]*\r\n");

    private final ByteReader in;
    private final ByteWriter out = new ByteWriter(this, 16_384);
    private final List<byte[]> parts;
    private final int length;
    private int part;
    private int offset;
    private int reads;
    private final List<String> writes = new ArrayList<>();
    private final List<String> phases = new ArrayList<>();
    private final List<Throwable> handlerFailures = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private int largestBuffer;

    private boolean tooSlow;
    private boolean closing;
    private boolean wakes = true;
    private int takes = Integer.MAX_VALUE;

    /** A connection whose peer sends these parts, at most one of them for each read, and then ends its side. */
    public ArrayConnection(Limits limits, List<byte[]> parts) {
        this(Math.max(Math.max(limits.head(), limits.lineLength()), 8192) + 1024, parts);
    }

    /** The same with a reader that buffers at most this many bytes. */
    public ArrayConnection(int held, List<byte[]> parts) {
        this.in = new ByteReader(this, held);
        this.parts = List.copyOf(parts);
        this.length = parts.stream().mapToInt(bytes -> bytes.length).sum();
    }

    /** A connection whose peer sends these parts of text, each character one byte. */
    public static ArrayConnection of(Limits limits, String... parts) {
        return new ArrayConnection(
                limits, List.of(parts).stream().map(ArrayConnection::bytes).toList());
    }

    /** The bytes of a text, each character one byte. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Instead of ending its side the peer falls silent until a deadline passes. */
    public ArrayConnection thenTooSlow() {
        tooSlow = true;
        return this;
    }

    /** The server closes: it waits for no further message, and every reply declares itself the last. */
    public ArrayConnection closing() {
        closing = true;
        return this;
    }

    /** Waits in the middle of a message are abandoned. */
    public ArrayConnection givenUp() {
        wakes = false;
        return this;
    }

    /** The peer leaves when it has been sent so many bytes. */
    public ArrayConnection takingOnly(int bytes) {
        takes = bytes;
        return this;
    }

    /** Serves the whole conversation. */
    public Conversation converse(Protocol protocol) {
        Ending ending;
        try {
            ending = serve(protocol.open(new Transport(in, out, this, peer(), this)));
            out.flush();
        } catch (IOException e) {
            ending = Ending.PEER_LEFT;
        }
        return new Conversation(
                DATE.matcher(String.join("", writes)).replaceAll(""),
                ending,
                consumed(),
                List.copyOf(writes),
                List.copyOf(phases),
                List.copyOf(handlerFailures),
                List.copyOf(faults),
                List.copyOf(ends),
                largestBuffer);
    }

    private int consumed() {
        int unread = in.buffered();
        for (int i = part; i < parts.size(); i++) {
            unread += parts.get(i).length;
        }
        return length - (unread - offset);
    }

    private Ending serve(Session session) throws IOException {
        while (true) {
            if (in.buffered() == 0 && !(awaitingMessage() && in.fill())) {
                return Ending.NO_MORE;
            }
            Exchange exchange = next(session);
            if (exchange == null) {
                if (!wakes) {
                    return Ending.NO_MORE;
                }
                continue;
            }
            exchange.handle(new Turn());
            AfterReply outcome = exchange.write(closing);
            switch (outcome) {
                case KEEP_ALIVE -> ends.add(consumed());
                case CLOSE -> {
                    return Ending.CLOSE;
                }
                case LINGERING_CLOSE -> {
                    return Ending.LINGER;
                }
                case RESET -> {
                    return Ending.CUT;
                }
            }
        }
    }

    private @Nullable Exchange next(Session session) throws IOException {
        try {
            return session.next();
        } catch (ProtocolException broken) {
            faults.add(String.valueOf(broken.getMessage()));
            return session.errorReply(broken);
        }
    }

    /** Without other messages it is always its turn. */
    private final class Turn implements WriteSlot {
        @Override
        public boolean awaitTurn() {
            return closing;
        }

        @Override
        public boolean hasPipelinedNext() {
            return false;
        }
    }

    private static SocketAddress peer() {
        return InetSocketAddress.createUnresolved("peer", 1);
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        if (++reads > TOO_OFTEN) {
            throw new AssertionError("reads without end");
        }
        // As the real connection does: the peer may wait for these before it sends more.
        out.flushCompleted();
        while (part < parts.size() && offset == parts.get(part).length) {
            part++;
            offset = 0;
        }
        if (part == parts.size()) {
            if (tooSlow) {
                throw new DeadlineException("silence");
            }
            return -1;
        }
        int count = Math.min(most, parts.get(part).length - offset);
        System.arraycopy(parts.get(part), offset, into, from, count);
        offset += count;
        largestBuffer = Math.max(largestBuffer, in.array().length);
        return count;
    }

    @Override
    public void write(byte[] from, int start, int count) throws IOException {
        int taken = Math.min(takes, count);
        takes -= taken;
        writes.add(new String(from, start, taken, StandardCharsets.ISO_8859_1));
        if (taken < count) {
            throw new IOException("the peer is gone");
        }
    }

    private boolean awaitingMessage() {
        phases.add("idle");
        return !closing || phases.size() == 1;
    }

    @Override
    public boolean messageStarted() {
        phases.add("begun");
        return wakes;
    }

    @Override
    public void headComplete() {
        phases.add("received");
    }

    @Override
    public void readingBody() {
        phases.add("content");
    }

    @Override
    public void protocolError(SocketAddress peer, String reason) {
        faults.add(reason);
    }

    @Override
    public void handlerFailed(SocketAddress peer, Throwable cause) {
        handlerFailures.add(cause);
    }
}
