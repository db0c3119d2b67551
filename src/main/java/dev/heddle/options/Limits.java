package dev.heddle.options;

/**
 * How much a server takes, of whom. Every limit is on by default.
 *
 * @param connections open connections (default 32768); beyond it see {@code whenFull}
 * @param whenFull what becomes of further connections: refused (the default), they are told that there is no room (HTTP: 503),
 *     closed and counted as rejected; waiting, they are not read before another one ends
 * @param messagesInFlight messages being handled at a time in all (default 32768); beyond it see {@code whenBusy}. In
 *     architectures with a thread for each connection it costs something only if it is below {@code connections}
 * @param whenBusy what becomes of further messages: waiting (the default), nothing more is read until one ends, and the
 *     clients' sends wait; refused, they are answered in their turn that there is no room (HTTP: 503), and the connection goes
 *     on
 * @param messagesInFlightPerConnection messages of one connection being handled at a time, in message-balanced (default 64, a
 *     power of two); beyond it nothing more is read of it
 * @param buffers octets that have arrived and are not handled yet, or are handled and have not left yet, for all connections
 *     together, beyond the little that an idle one holds (default a quarter of the heap); without room for it a message is
 *     refused (HTTP: 503 and close), and replies leave in smaller parts
 * @param line octets in a line of the line protocol, its end included (default 65536); beyond it an error reply and close
 * @param requestLine octets in an HTTP request line (default 8192; RFC 9112 3 asks for 8000); beyond it 414 and close
 * @param head octets in an HTTP request head, request line included, and in a trailer section (default 16384); beyond it
 *     431 and close
 * @param fields fields in an HTTP head or trailer section (default 100); beyond it 431 and close
 * @param body octets of content in one HTTP request (default 1 GiB; content is streamed, never held); beyond it 413 and
 *     close
 * @param chunkExtensions octets of chunk extensions in one request, which nobody reads (default 4096); beyond it 400 and
 *     close
 * @param drain octets of content that a handler left unread and that are read to keep the connection (default 262144);
 *     beyond it the connection closes after the reply
 * @param linger octets read and dropped from a client that is still sending when it has been refused (default 8 MiB); beyond
 *     it the connection is closed, and the client may miss the reply
 * @param sendBuffer octets of a long reply that the kernel may hold for a client that does not read (default 262144, 0
 *     leaves it to the kernel); set on a connection when a reply is longer than 65536
 */
public record Limits(
        int connections,
        Overload whenFull,
        int messagesInFlight,
        Overload whenBusy,
        int messagesInFlightPerConnection,
        long buffers,
        int line,
        int requestLine,
        int head,
        int fields,
        long body,
        int chunkExtensions,
        long drain,
        long linger,
        int sendBuffer) {
    public Limits {
        atLeast(1, "connections", connections);
        atLeast(1, "messagesInFlight", messagesInFlight);
        atLeast(1, "messagesInFlightPerConnection", messagesInFlightPerConnection);
        if (Integer.bitCount(messagesInFlightPerConnection) != 1) {
            throw new IllegalArgumentException(
                    "messagesInFlightPerConnection must be a power of two, not " + messagesInFlightPerConnection);
        }
        atLeast(0, "buffers", buffers);
        atLeast(16, "line", line);
        atLeast(64, "requestLine", requestLine);
        atLeast(requestLine, "head", head);
        atLeast(1, "fields", fields);
        atLeast(0, "body", body);
        atLeast(0, "chunkExtensions", chunkExtensions);
        atLeast(0, "drain", drain);
        atLeast(0, "linger", linger);
        atLeast(0, "sendBuffer", sendBuffer);
    }

    /** The defaults. */
    public static Limits defaults() {
        return new Builder().build();
    }

    /** A builder that begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    private static void atLeast(long least, String name, long value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
        }
    }

    /** Changes some of the defaults; each method is named after the limit it sets. Not thread-safe. */
    public static final class Builder {
        private int connections = 32_768;
        private Overload whenFull = Overload.REFUSE;
        private int messagesInFlight = 32_768;
        private Overload whenBusy = Overload.WAIT;
        private int messagesInFlightPerConnection = 64;
        private long buffers = Runtime.getRuntime().maxMemory() / 4;
        private int line = 65_536;
        private int requestLine = 8192;
        private int head = 16_384;
        private int fields = 100;
        private long body = 1L << 30;
        private int chunkExtensions = 4096;
        private long drain = 262_144;
        private long linger = 8L << 20;
        private int sendBuffer = 262_144;

        private Builder() {}

        /** Sets {@link Limits#connections}. */
        public Builder connections(int value) {
            connections = value;
            return this;
        }

        /** Sets {@link Limits#whenFull}. */
        public Builder whenFull(Overload value) {
            whenFull = value;
            return this;
        }

        /** Sets {@link Limits#messagesInFlight}. */
        public Builder messagesInFlight(int value) {
            messagesInFlight = value;
            return this;
        }

        /** Sets {@link Limits#whenBusy}. */
        public Builder whenBusy(Overload value) {
            whenBusy = value;
            return this;
        }

        /** Sets {@link Limits#messagesInFlightPerConnection}. */
        public Builder messagesInFlightPerConnection(int value) {
            messagesInFlightPerConnection = value;
            return this;
        }

        /** Sets {@link Limits#buffers}. */
        public Builder buffers(long value) {
            buffers = value;
            return this;
        }

        /** Sets {@link Limits#line}. */
        public Builder line(int value) {
            line = value;
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

        /** Sets {@link Limits#fields}. */
        public Builder fields(int value) {
            fields = value;
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

        /** Sets {@link Limits#drain}. */
        public Builder drain(long value) {
            drain = value;
            return this;
        }

        /** Sets {@link Limits#linger}. */
        public Builder linger(long value) {
            linger = value;
            return this;
        }

        /** Sets {@link Limits#sendBuffer}. */
        public Builder sendBuffer(int value) {
            sendBuffer = value;
            return this;
        }

        /**
         * The limits.
         *
         * @throws IllegalArgumentException naming the limit that is out of bounds, its value and its bound
         */
        public Limits build() {
            return new Limits(
                    connections,
                    whenFull,
                    messagesInFlight,
                    whenBusy,
                    messagesInFlightPerConnection,
                    buffers,
                    line,
                    requestLine,
                    head,
                    fields,
                    body,
                    chunkExtensions,
                    drain,
                    linger,
                    sendBuffer);
        }
    }
}
