package dev.heddle.differential;

import java.util.List;

/**
 * What a reader of HTTP/1.1 makes of an input.
 *
 * @param messages the requests that it takes, in order
 * @param end what comes behind them
 * @param why why it refuses what comes there, if it does, in its own words
 */
record Reading(List<Message> messages, End end, String why) {
    /** What comes behind the last request that is taken. */
    enum End {
        /** Nothing, or empty lines. */
        NOTHING,
        /** The beginning of a request. */
        BEGUN,
        /** Something that is refused. */
        REFUSED,
        /** Something that is not looked at, since the request before it was the last one of its connection. */
        CLOSED;

        /** The end of an input of which nothing was refused, by what is left of it. */
        static End of(String left) {
            return left.replace("\r\n", "").isEmpty() ? NOTHING : BEGUN;
        }
    }

    /**
     * A request.
     *
     * @param fields name and value by turns
     * @param trailers the same, of the fields behind chunked content
     * @param end how many bytes of the input it ends at
     */
    record Message(
            String method,
            String target,
            int minorVersion,
            List<String> fields,
            String content,
            List<String> trailers,
            int end) {}

    /** A reader. */
    @FunctionalInterface
    interface Reader {
        /** Reads an input, each character one byte, to its end or to what it refuses. */
        Reading read(String input);
    }
}
