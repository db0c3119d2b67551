package dev.heddle.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this process may use, and the limits that follow from it.
 *
 * @param heapBytes the size of the heap at most ({@code -Xmx})
 * @param descriptors how many file descriptors may be open ({@code ulimit -n})
 */
record ProcessResources(long heapBytes, long descriptors) {
    /** The default of limits on a machine that is large enough. */
    private static final int MOST = 32_768;

    /**
     * What a connection may hold that has a message in progress, on JDK 25 and 21: 3 KiB when it is idle (object, thread, socket), 2 KiB
     * of buffers that are not counted in {@link Limits#bufferMemory}, and the frames and objects of a message with a body, 6 KiB.
     */
    private static final int CONNECTION_BYTES = 12 * 1024;

    /** What a message in flight may hold in message-balanced, without its buffers: its head, its response, its thread. */
    private static final int MESSAGE_BYTES = 4 * 1024;

    /** Descriptors of the JVM itself, of its selectors, and of rejected clients that get an error reply. */
    private static final int OWN_DESCRIPTORS = 128;

    private static final Path LIMITS_OF_PROCESS = Path.of("/proc/self/limits");
    private static final Pattern OPEN_FILES = Pattern.compile("^Max open files +(\\d+|unlimited) ");

    /** What this process may use. Where the number of descriptors cannot be found out, it does not count. */
    static ProcessResources ofThisProcess() {
        return new ProcessResources(Runtime.getRuntime().maxMemory(), descriptorLimit());
    }

    /** Half of the heap is for connections, and no more of them than descriptors are left. */
    int connections() {
        return connections(CONNECTION_BYTES);
    }

    /** The same where a connection may hold so many bytes. */
    int connections(int bytesEach) {
        long own = Math.min(OWN_DESCRIPTORS, descriptors / 4);
        return bounded(Math.min(heapBytes / 2 / bytesEach, descriptors - own));
    }

    /** An eighth of the heap is for messages in flight beyond one for each connection. */
    int messagesInFlight() {
        return bounded(heapBytes / 8 / MESSAGE_BYTES);
    }

    /** An eighth of the heap is for buffers. */
    long bufferMemory() {
        return heapBytes / 8;
    }

    private static int bounded(long count) {
        return Math.clamp(count, 1, MOST);
    }

    private static long descriptorLimit() {
        try {
            return descriptorLimit(Files.readAllLines(LIMITS_OF_PROCESS));
        } catch (IOException | RuntimeException e) {
            return Long.MAX_VALUE; // Not Linux, or no such file in a sandbox.
        }
    }

    /** The soft limit, which the JVM has raised to the hard one (proc(5)). */
    static long descriptorLimit(List<String> lines) {
        return lines.stream()
                .map(OPEN_FILES::matcher)
                .filter(Matcher::find)
                .mapToLong(line -> line.group(1).equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(line.group(1)))
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }
}
