package dev.heddle.options;

/**
 * How much a server accepts. Every limit is on by default. All sizes are in bytes. Immutable; the constructor and {@link
 * Builder#build} throw {@link IllegalArgumentException} for a value that is not allowed. The largest number of its type means no limit
 * where no other is named.
 *
 * {@snippet :
 * Limits limits = Limits.builder().connections(1000).body(1 << 20).build();
 * Server server = Server.http(request -> Response.text("hello")).limits(limits).start();
 * }
 *
 * @param connections how many connections may be open (at least 1; default 32768, or less: as many as half of the heap has
 *     room for at 12 KiB each, and as the process has file descriptors for); beyond it see {@code connectionOverload}
 * @param connectionOverload what happens to further connections (default {@link OverloadPolicy#REJECT}). Rejected, they get an error
 *     reply (HTTP: 503), are closed, and are counted; queued, they are not read until another connection ends
 * @param messagesInFlight how many messages of all connections may be in flight, from the call of their handlers until their replies are
 *     written (at least 1; default 32768, or less: as many as an eighth of the heap has room for at 4 KiB each); beyond it see
 *     {@code messageOverload}. In architectures with a thread for each connection it has a cost only if it is below {@code
 *     connections}
 * @param messageOverload what happens to further messages (default {@link OverloadPolicy#QUEUE}). Queued, nothing more is read from
 *     their connections until a message ends, and their clients' sends block; rejected, they get an error reply when their turn
 *     comes (HTTP: 503), and the connection stays open
 * @param messagesInFlightPerConnection how many messages of one connection may be handled at a time in message-balanced (default 64,
 *     a power of two up to 65536); beyond it nothing more is read from the connection
 * @param bufferMemory bytes that all connections together may buffer, received and not handled yet or written and not sent yet,
 *     beyond the little that an idle connection holds (default an eighth of the heap, at least 0); beyond it a message whose head
 *     does not fit is rejected (HTTP: 503 and close), and replies are sent in smaller parts
 * @param lineLength bytes in a line of the line protocol, line end included (default 65536, at least 16, at most 256 MiB); beyond
 *     it an error reply and close
 * @param requestLine bytes in an HTTP request line (default 8192, at least 64, at most {@code head}; RFC 9112 3 asks for 8000); beyond it 414
 *     and close
 * @param head bytes in an HTTP request head, request line included, and in a trailer section (default 16384, at least {@code
 *     requestLine}, at most 256 MiB); beyond it 431 and close
 * @param headerCount headers in an HTTP request head, and in a trailer section (default 100, at least 1); beyond it 431 and close
 * @param body bytes in the body of an HTTP request (default 1 GiB, at least 0; bodies are streamed, never buffered whole); beyond
 *     it 413 and close
 * @param chunkExtensions bytes of chunk extensions in a request, which are ignored (default 4096, at least 0); beyond it 400 and
 *     close
 * @param discardedBody bytes of a body which a handler left unread and which are read and discarded to keep the connection open
 *     (default 262144, at least 0); beyond it the connection closes after the reply
 * @param lingerBytes bytes read and discarded from a client that is still sending after its last reply (default 8 MiB, at least 0);
 *     beyond it the connection is closed, and the client may miss the reply. While it may still be reading a long reply, no more than
 *     4 MiB are read in a second instead
 * @param sendBuffer bytes of a long reply that the kernel may hold for a client that does not read (default 262144; 0 leaves it to
 *     the kernel); set on a connection when a reply is longer than 65536 bytes
 */
public record Limits(
        int connections,
        OverloadPolicy connectionOverload,
        int messagesInFlight,
        OverloadPolicy messageOverload,
        int messagesInFlightPerConnection,
        long bufferMemory,
        int lineLength,
        int requestLine,
        int head,
        int headerCount,
        long body,
        int chunkExtensions,
        long discardedBody,
        long lingerBytes,
        int sendBuffer) {
    /** A line and a head are buffered whole, in one array. */
    private static final int LARGEST_MESSAGE = 256 << 20;

    /** Each connection of message-balanced has a slot for each. */
    private static final int MOST_OF_A_CONNECTION = 65_536;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is not allowed
     */
    public Limits {
        atLeast(1, "connections", connections);
        atLeast(1, "messagesInFlight", messagesInFlight);
        atLeast(1, "messagesInFlightPerConnection", messagesInFlightPerConnection);
        atMost(MOST_OF_A_CONNECTION, "messagesInFlightPerConnection", messagesInFlightPerConnection);
        if (Integer.bitCount(messagesInFlightPerConnection) != 1) {
            throw new IllegalArgumentException(
                    "messagesInFlightPerConnection must be a power of two, not " + messagesInFlightPerConnection);
        }
        atLeast(0, "bufferMemory", bufferMemory);
        atLeast(16, "lineLength", lineLength);
        atMost(LARGEST_MESSAGE, "lineLength", lineLength);
        atLeast(64, "requestLine", requestLine);
        atMost(LARGEST_MESSAGE, "requestLine", requestLine);
        atMost(LARGEST_MESSAGE, "head", head);
        if (head < requestLine) {
            throw new IllegalArgumentException("head must be at least " + requestLine + " (requestLine), not " + head);
        }
        atLeast(1, "headerCount", headerCount);
        atLeast(0, "body", body);
        atLeast(0, "chunkExtensions", chunkExtensions);
        atLeast(0, "discardedBody", discardedBody);
        atLeast(0, "lingerBytes", lingerBytes);
        atLeast(0, "sendBuffer", sendBuffer);
    }

    /** The defaults. */
    public static Limits defaults() {
        return new Builder().build();
    }

    /** A builder that starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    private static void atLeast(long least, String name, long value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
        }
    }

    private static void atMost(long most, String name, long value) {
        if (value > most) {
            throw new IllegalArgumentException(name + " must be at most " + most + ", not " + value);
        }
    }

    /**
     * How many connections the heap and the descriptors of this process allow if each may hold so many bytes of heap: the default of
     * {@link #connections} for a protocol whose exchanges hold more than those of {@code dev.heddle.http}.
     *
     * @param bytesEach at least 1
     */
    public static int connectionsHolding(int bytesEach) {
        return ProcessResources.ofThisProcess().connections(bytesEach);
    }

    /** Changes some of the defaults. Each method is named after the limit that it sets; {@link #build} checks them. Not thread-safe. */
    public static final class Builder {
        private static final ProcessResources RESOURCES = ProcessResources.ofThisProcess();

        private int connections = RESOURCES.connections();
        private OverloadPolicy connectionOverload = OverloadPolicy.REJECT;
        private int messagesInFlight = RESOURCES.messagesInFlight();
        private OverloadPolicy messageOverload = OverloadPolicy.QUEUE;
        private int messagesInFlightPerConnection = 64;
        private long bufferMemory = RESOURCES.bufferMemory();
        private int lineLength = 65_536;
        private int requestLine = 8192;
        private int head = 16_384;
        private int headerCount = 100;
        private long body = 1L << 30;
        private int chunkExtensions = 4096;
        private long discardedBody = 262_144;
        private long lingerBytes = 8L << 20;
        private int sendBuffer = 262_144;

        private Builder() {}

        /** Sets {@link Limits#connections}. */
        public Builder connections(int value) {
            connections = value;
            return this;
        }

        /** Sets {@link Limits#connectionOverload}. */
        public Builder connectionOverload(OverloadPolicy value) {
            connectionOverload = value;
            return this;
        }

        /** Sets {@link Limits#messagesInFlight}. */
        public Builder messagesInFlight(int value) {
            messagesInFlight = value;
            return this;
        }

        /** Sets {@link Limits#messageOverload}. */
        public Builder messageOverload(OverloadPolicy value) {
            messageOverload = value;
            return this;
        }

        /** Sets {@link Limits#messagesInFlightPerConnection}. */
        public Builder messagesInFlightPerConnection(int value) {
            messagesInFlightPerConnection = value;
            return this;
        }

        /** Sets {@link Limits#bufferMemory}. */
        public Builder bufferMemory(long value) {
            bufferMemory = value;
            return this;
        }

        /** Sets {@link Limits#lineLength}. */
        public Builder lineLength(int value) {
            lineLength = value;
            return this;
        }

        /** Sets {@link Limits#requestLine}. */
        public Builder requestLine(int value) {
            requestLine = value;
            return this;
        }

        /** Sets {@link Limits#head}. */
        public Builder head(int value) {
            head = value;
            return this;
        }

        /** Sets {@link Limits#headerCount}. */
        public Builder headerCount(int value) {
            headerCount = value;
            return this;
        }

        /** Sets {@link Limits#body}. */
        public Builder body(long value) {
            body = value;
            return this;
        }

        /** Sets {@link Limits#chunkExtensions}. */
        public Builder chunkExtensions(int value) {
            chunkExtensions = value;
            return this;
        }

        /** Sets {@link Limits#discardedBody}. */
        public Builder discardedBody(long value) {
            discardedBody = value;
            return this;
        }

        /** Sets {@link Limits#lingerBytes}. */
        public Builder lingerBytes(long value) {
            lingerBytes = value;
            return this;
        }

        /** Sets {@link Limits#sendBuffer}. */
        public Builder sendBuffer(int value) {
            sendBuffer = value;
            return this;
        }

        /**
         * Builds the limits.
         *
         * @throws IllegalArgumentException if a limit is out of bounds; the message has its name, value and bound
         */
        public Limits build() {
            return new Limits(
                    connections,
                    connectionOverload,
                    messagesInFlight,
                    messageOverload,
                    messagesInFlightPerConnection,
                    bufferMemory,
                    lineLength,
                    requestLine,
                    head,
                    headerCount,
                    body,
                    chunkExtensions,
                    discardedBody,
                    lingerBytes,
                    sendBuffer);
        }
    }
}
