package dev.heddle.support;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The outcome of an input that was given to a session.
 *
 * @param output what it wrote, each character one byte, without Date headers, which differ from run to run
 * @param ending how it ended
 * @param consumed how many bytes of the input were consumed
 * @param writes what it wrote, write by write
 * @param phases the phases that it reported, in order
 * @param handlerFailures the failures of the handler that it reported
 * @param faults what was wrong with the message that could not be parsed, if any
 * @param ends the bytes consumed at the end of each message after which the connection continued
 * @param largestBuffer the largest size of the reader's buffer
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
        /** The peer left in the middle of a message. */
        PEER_LEFT,
        /** A reply ended it. */
        CLOSE,
        /** A reply ended it, and the peer may still be sending. */
        LINGER,
        /** A reply was left incomplete. */
        CUT
    }

    /** The status codes of HTTP responses, interim ones included, in order. */
    public List<Integer> statuses() {
        return STATUS.matcher(output)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }

    /** The complete output. */
    public String wholeOutput() {
        return String.join("", writes);
    }

    /** The output without interim responses. */
    public String finalOutput() {
        return output.replace(INTERIM, "");
    }
}
