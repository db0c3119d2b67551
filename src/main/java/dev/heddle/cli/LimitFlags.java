package dev.heddle.cli;

import dev.heddle.options.Limits;
import dev.heddle.options.OverloadPolicy;
import dev.heddle.tls.Tls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The flags for the limits, with the library's defaults. */
final class LimitFlags {
    private final Flag<Integer> connections;
    private final Flag<OverloadPolicy> connectionOverload;
    private final Flag<Integer> messagesInFlight;
    private final Flag<OverloadPolicy> messageOverload;
    private final Flag<Long> bufferMemory;
    private final Flag<Integer> messagesInFlightPerConnection;
    private final Flag<Integer> lineLength;
    private final Flag<Integer> requestLine;
    private final Flag<Integer> head;
    private final Flag<Integer> headerCount;
    private final Flag<Long> body;
    private final Flag<Integer> chunkExtensions;
    private final Flag<Long> discardedBody;
    private final Flag<Long> lingerBytes;
    private final Flag<Integer> sendBuffer;

    /** Adds the flags to a command. */
    LimitFlags(CommandSpec command) {
        connections = count(
                command,
                "--max-connections",
                null,
                "Open connections; beyond it see --connection-overload (default: 32768, or less: as many as half of the heap has room"
                        + " for at 12 KiB each, with TLS 24, and as the process has file descriptors for).");
        connectionOverload = policy(
                command,
                "--connection-overload",
                "reject",
                "Further connections: reject (HTTP: 503 and close), or queue (unread until another one ends).");
        messagesInFlight = count(
                command,
                "--max-messages-in-flight",
                null,
                "Messages in flight at a time; beyond it see --message-overload (default: 32768, or less: as many as an eighth of the"
                        + " heap has room for at 4 KiB each).");
        messageOverload = policy(
                command,
                "--message-overload",
                "queue",
                "Further messages: queue (unread until another one ends), or reject (HTTP: 503 with Retry-After).");
        bufferMemory = size(
                command,
                "--max-buffer-memory",
                null,
                "Bytes buffered for all connections together, beyond what idle ones hold; beyond it reject (HTTP: 503 and close;"
                        + " default: an eighth of the heap).");
        messagesInFlightPerConnection = count(
                command,
                "--max-messages-in-flight-per-connection",
                "64",
                "Messages of one connection handled at a time in message-balanced, a power of two; beyond it unread.");
        lineLength = smallSize(
                command,
                "--max-line-length",
                "64KiB",
                "Bytes in a line of the line protocol; beyond it an error reply and close.");
        requestLine = smallSize(
                command, "--max-request-line", "8KiB", "Bytes in an HTTP request line; beyond it 414 and close.");
        head = smallSize(command, "--max-head", "16KiB", "Bytes in an HTTP request head; beyond it 431 and close.");
        headerCount = count(
                command, "--max-header-count", "100", "Headers in an HTTP request head; beyond it 431 and close.");
        body = size(command, "--max-body", "1GiB", "Bytes in an HTTP request body; beyond it 413 and close.");
        chunkExtensions = smallSize(
                command,
                "--max-chunk-extensions",
                "4KiB",
                "Bytes of chunk extensions in an HTTP request; beyond it 400 and close.");
        discardedBody = size(
                command,
                "--max-discarded-body",
                "256KiB",
                "Bytes of an unread request body that are discarded to keep the connection open; beyond it close.");
        lingerBytes = size(
                command,
                "--max-linger-bytes",
                "8MiB",
                "Bytes discarded from a client that keeps sending after its last reply; beyond it close once that is read.");
        sendBuffer = smallSize(
                command,
                "--send-buffer",
                "256KiB",
                "Bytes of a long reply that the kernel may buffer for a client; 0 leaves it to the kernel.");
    }

    private static Flag<Integer> count(CommandSpec to, String name, @Nullable String standard, String description) {
        return Flag.add(to, Integer.class, described(name, "N", new WholeNumber.Count(), standard, description));
    }

    private static Flag<Long> size(CommandSpec to, String name, @Nullable String standard, String description) {
        return Flag.add(to, Long.class, described(name, "SIZE", new Size(), standard, description));
    }

    /** A size that is less than 2 GiB. */
    private static Flag<Integer> smallSize(CommandSpec to, String name, String standard, String description) {
        return Flag.add(to, Integer.class, described(name, "SIZE", new Size.Small(), standard, description));
    }

    private static Flag<OverloadPolicy> policy(CommandSpec to, String name, String standard, String description) {
        return Flag.add(
                to, OverloadPolicy.class, described(name, "WHAT", new OverloadPolicyName(), standard, description));
    }

    private static OptionSpec.Builder described(
            String name, String label, ITypeConverter<?> converter, @Nullable String standard, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .converters(converter)
                .defaultValue(standard)
                .description(description);
    }

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
        Limits.Builder limits = Limits.builder()
                .connectionOverload(connectionOverload.value())
                .messageOverload(messageOverload.value())
                .messagesInFlightPerConnection(messagesInFlightPerConnection.value())
                .lineLength(lineLength.value())
                .requestLine(requestLine.value())
                .head(head.value())
                .headerCount(headerCount.value())
                .body(body.value())
                .chunkExtensions(chunkExtensions.value())
                .discardedBody(discardedBody.value())
                .lingerBytes(lingerBytes.value())
                .sendBuffer(sendBuffer.value());
        if (connections.isPresent()) {
            limits.connections(connections.value());
        } else if (withTls) {
            limits.connections(Tls.connections());
        }
        messagesInFlight.ifPresent(limits::messagesInFlight);
        bufferMemory.ifPresent(limits::bufferMemory);
        try {
            return limits.build();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("limit " + e.getMessage(), e);
        }
    }
}
