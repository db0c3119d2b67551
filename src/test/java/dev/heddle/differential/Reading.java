package dev.heddle.differential;

import java.util.List;

/**
 * The result of parsing an input with one HTTP/1.1 reader.
 *
 * @param messages the accepted requests, in order
 * @param end what follows them
 * @param why the error text of the reader, empty if nothing is rejected
 */
record Reading(List<Message> messages, End end, String why) {
    /** What follows the last accepted request. */
    enum End {
        /** Nothing, or empty lines. */
        NOTHING,
        /** An incomplete request. */
        INCOMPLETE,
        /** Something that is rejected. */
        REJECTED,
        /** Something unread, as the last accepted request closes the connection. */
        CLOSED;

        /** Classifies the unread rest of an input of which nothing was rejected. */
        static End of(String left) {
            return left.replace("\r\n", "").isEmpty() ? NOTHING : INCOMPLETE;
        }
    }

    /**
     * A request.
     *
     * @param fields the headers: name, value, name, value…
     * @param trailers the trailer fields, likewise
     * @param end the number of bytes of the input up to its end
     */
    record Message(
            String method,
            String target,
            int minorVersion,
            List<String> fields,
            String content,
            List<String> trailers,
            int end) {}

    /** A parser of HTTP/1.1. */
    @FunctionalInterface
    interface Reader {
        /** Parses an input, one character for each byte, up to its end or to the first fault. */
        Reading read(String input);
    }
}
