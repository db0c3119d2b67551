package dev.heddle.support;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What came of an input that was given to a session.
 *
 * @param output what it wrote, each character one byte, without the Date fields of HTTP, which no two runs share
 * @param ending how it ended
 * @param consumed how many bytes of the input were consumed
 * @param writes what it wrote, write by write
 * @param phases what it said of its waits, in order
 * @param handlerFailures what it reported of the handler
 * @param faults what was wrong with the message that could not be read, if one could not
 * @param ends how many bytes were consumed at the end of each message that the connection went on behind
 * @param largestBuffer how many bytes the reader had room for at most
 */
public record Conversation(
        String output,
        Ending ending,
        int consumed,
        List<String> writes,
        List<String> phases,
        List<Throwable> handlerFailures,
        List<String> faults,
        List<Integer> ends,
        int largestBuffer) {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    private static final String INTERIM = "HTTP/1.1 100 Continue\r\n\r\n";

    /** How a conversation ended. */
    public enum Ending {
        /** The session said that there is no further message. */
        NO_MORE,
        /** The peer was gone in the middle of something. */
        PEER_LEFT,
        /** A reply ended it. */
        CLOSE,
        /** A reply ended it, and the peer may still be sending. */
        LINGER,
        /** A reply was cut short. */
        CUT
    }

    /** The status codes of HTTP responses, interim ones included, in order. */
    public List<Integer> statuses() {
        return STATUS.matcher(output)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }

    /** The output with everything in it. */
    public String wholeOutput() {
        return String.join("", writes);
    }

    /** The output without interim responses. */
    public String finalOutput() {
        return output.replace(INTERIM, "");
    }
}
