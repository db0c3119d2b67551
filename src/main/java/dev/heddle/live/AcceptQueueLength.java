package dev.heddle.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How many connections the kernel has established for a listening port and no acceptor has accepted yet. Linux tells that in {@code
 * /proc/net/tcp} and {@code tcp6}: the receive queue of a listening socket. One for each port; for one thread.
 */
final class AcceptQueueLength {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String LISTENING = "0A";

    private final String localPort;
    private final List<Path> tables;

    AcceptQueueLength(int port) {
        this(port, TABLES);
    }

    AcceptQueueLength(int port, List<Path> tables) {
        this.localPort = String.format(":%04X", port);
        this.tables = tables;
    }

    /** The length now, all sockets of the port together; empty where the system does not tell. */
    OptionalLong now() {
        long total = 0;
        boolean known = false;
        for (Path table : tables) {
            try (Stream<String> lines = Files.lines(table, StandardCharsets.US_ASCII)) {
                total += lines.mapToLong(this::queued).sum();
                known = true;
            } catch (IOException | UncheckedIOException e) {
                // Not Linux, or no such protocol; or it could not be read to its end.
            }
        }
        return known ? OptionalLong.of(total) : OptionalLong.empty();
    }

    /** What a line of the table says: its number, local and remote address, state, and both queues; 0 if it is about another socket. */
    long queued(String line) {
        List<String> fields = List.of(line.strip().split(" +", 6));
        if (fields.size() < 6
                || !fields.get(3).equals(LISTENING)
                || !fields.get(1).endsWith(localPort)) {
            return 0;
        }
        String queues = fields.get(4);
        return Long.parseLong(queues.substring(queues.indexOf(':') + 1), 16);
    }
}
