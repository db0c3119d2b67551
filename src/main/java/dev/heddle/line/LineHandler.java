package dev.heddle.line;

/** Answers lines. Called once for each line, on a thread that may block; calls overlap except in single-threaded. */
@FunctionalInterface
public interface LineHandler {
    /**
     * Answers a line.
     *
     * @param line what was received, without its end, each character one byte (ISO-8859-1)
     * @return what to answer, without a line end in it; a character above 255 becomes a question mark
     * @throws Exception for whatever went wrong; the peer gets {@code -ERR}
     */
    String handle(String line) throws Exception;
}
