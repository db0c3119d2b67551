package dev.heddle.line;

/**
 * Handles lines. Called once for each line, on a thread that may block. Calls run concurrently, except in the
 * single-threaded architecture.
 *
 * {@snippet :
 * LineHandler upperCase = line -> line.toUpperCase(Locale.ROOT);
 * }
 */
@FunctionalInterface
public interface LineHandler {
    /**
     * Handles a line.
     *
     * @param line the line received, without its line end, one character for each byte (ISO-8859-1)
     * @return the reply, without a line feed; a character above 255 becomes a question mark
     * @throws Exception if the line cannot be handled; the peer gets {@code -ERR}
     */
    String handle(String line) throws Exception;
}
