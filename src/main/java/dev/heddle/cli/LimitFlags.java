package dev.heddle.cli;

import dev.heddle.options.Limits;
import dev.heddle.options.OverloadPolicy;
import dev.heddle.tls.Tls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags for the limits, with the library's defaults. */
final class LimitFlags {
    // Each flag has an order for the help: reflection finds methods in no particular order.
    // Those without a default value are fields: picocli resets a field before it parses again, and would not call a
    // method.

    private final Limits.Builder limits = Limits.builder();

    @Option(
            names = "--max-connections",
            order = 101,
            paramLabel = "N",
            converter = WholeNumber.Count.class,
            description =
                    "Open connections; beyond it see --connection-overload (default: 32768, or less: as many as half of the "
                            + "heap has room for at 12 KiB each, with TLS 24, and as the process has file descriptors for).")
    private @Nullable Integer connections;

    @Option(
            names = "--max-messages-in-flight",
            order = 102,
            paramLabel = "N",
            converter = WholeNumber.Count.class,
            description =
                    "Messages in flight at a time; beyond it see --message-overload (default: 32768, or less: as many as an "
                            + "eighth of the heap has room for at 4 KiB each).")
    private @Nullable Integer messagesInFlight;

    @Option(
            names = "--max-buffer-memory",
            order = 103,
            paramLabel = "SIZE",
            converter = Size.class,
            description =
                    "Bytes buffered for all connections together, beyond what idle ones hold; beyond it reject (HTTP: 503 "
                            + "and close; default: an eighth of the heap).")
    private @Nullable Long bufferMemory;

    /** The limits that the flags have set. */
    Limits chosen() {
        return chosen(false);
    }

    /**
     * The limits that the flags have set.
     *
     * @param withTls whether connections hold the memory of TLS, too: unless the flags say how many there may be, there are fewer
     * @throws IllegalArgumentException if a limit is out of bounds; the message has its name, value and bound
     */
    Limits chosen(boolean withTls) {
        if (connections != null) {
            limits.connections(connections);
        } else if (withTls) {
            limits.connections(Tls.connections());
        }
        if (messagesInFlight != null) {
            limits.messagesInFlight(messagesInFlight);
        }
        if (bufferMemory != null) {
            limits.bufferMemory(bufferMemory);
        }
        try {
            return limits.build();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("limit " + e.getMessage(), e);
        }
    }

    @Option(
            names = "--connection-overload",
            order = 101,
            paramLabel = "WHAT",
            defaultValue = "reject",
            converter = OverloadPolicyName.class,
            description =
                    "Further connections: reject (HTTP: 503 and close), or queue (unread until another one ends).")
    void connectionOverload(OverloadPolicy choice) {
        limits.connectionOverload(choice);
    }

    @Option(
            names = "--message-overload",
            order = 102,
            paramLabel = "WHAT",
            defaultValue = "queue",
            converter = OverloadPolicyName.class,
            description =
                    "Further messages: queue (unread until another one ends), or reject (HTTP: 503 with Retry-After).")
    void messageOverload(OverloadPolicy choice) {
        limits.messageOverload(choice);
    }

    @Option(
            names = "--max-messages-in-flight-per-connection",
            order = 103,
            paramLabel = "N",
            defaultValue = "64",
            converter = WholeNumber.Count.class,
            description =
                    "Messages of one connection handled at a time in message-balanced, a power of two; beyond it unread.")
    void messagesInFlightPerConnection(int count) {
        limits.messagesInFlightPerConnection(count);
    }

    @Option(
            names = "--max-line-length",
            order = 104,
            paramLabel = "SIZE",
            defaultValue = "64KiB",
            converter = Size.Small.class,
            description = "Bytes in a line of the line protocol; beyond it an error reply and close.")
    void lineLength(int bytes) {
        limits.lineLength(bytes);
    }

    @Option(
            names = "--max-request-line",
            order = 105,
            paramLabel = "SIZE",
            defaultValue = "8KiB",
            converter = Size.Small.class,
            description = "Bytes in an HTTP request line; beyond it 414 and close.")
    void requestLine(int bytes) {
        limits.requestLine(bytes);
    }

    @Option(
            names = "--max-head",
            order = 106,
            paramLabel = "SIZE",
            defaultValue = "16KiB",
            converter = Size.Small.class,
            description = "Bytes in an HTTP request head; beyond it 431 and close.")
    void head(int bytes) {
        limits.head(bytes);
    }

    @Option(
            names = "--max-header-count",
            order = 107,
            paramLabel = "N",
            defaultValue = "100",
            converter = WholeNumber.Count.class,
            description = "Headers in an HTTP request head; beyond it 431 and close.")
    void headerCount(int count) {
        limits.headerCount(count);
    }

    @Option(
            names = "--max-body",
            order = 108,
            paramLabel = "SIZE",
            defaultValue = "1GiB",
            converter = Size.class,
            description = "Bytes in an HTTP request body; beyond it 413 and close.")
    void body(long bytes) {
        limits.body(bytes);
    }

    @Option(
            names = "--max-chunk-extensions",
            order = 109,
            paramLabel = "SIZE",
            defaultValue = "4KiB",
            converter = Size.Small.class,
            description = "Bytes of chunk extensions in an HTTP request; beyond it 400 and close.")
    void chunkExtensions(int bytes) {
        limits.chunkExtensions(bytes);
    }

    @Option(
            names = "--max-discarded-body",
            order = 110,
            paramLabel = "SIZE",
            defaultValue = "256KiB",
            converter = Size.class,
            description =
                    "Bytes of an unread request body that are discarded to keep the connection open; beyond it close.")
    void discardedBody(long bytes) {
        limits.discardedBody(bytes);
    }

    @Option(
            names = "--max-linger-bytes",
            order = 111,
            paramLabel = "SIZE",
            defaultValue = "8MiB",
            converter = Size.class,
            description =
                    "Bytes discarded from a client that keeps sending after its last reply; beyond it close once that is read.")
    void lingerBytes(long bytes) {
        limits.lingerBytes(bytes);
    }

    @Option(
            names = "--send-buffer",
            order = 112,
            paramLabel = "SIZE",
            defaultValue = "256KiB",
            converter = Size.Small.class,
            description = "Bytes of a long reply that the kernel may buffer for a client; 0 leaves it to the kernel.")
    void sendBuffer(int bytes) {
        limits.sendBuffer(bytes);
    }
}
