package dev.heddle.http;

import java.util.List;
import java.util.Optional;

/**
 * The trace that a request belongs to (W3C Trace Context, level 1, 3.2).
 *
 * {@snippet :
 * String trace = TraceContext.of(request.headers()).map(TraceContext::traceId).orElse("-");
 * }
 *
 * @param traceId of the whole trace: 32 hexadecimal digits in lower case
 * @param parentId of the caller's part of it: 16 of them
 * @param sampled whether the caller may have recorded it
 */
public record TraceContext(String traceId, String parentId, boolean sampled) {
    private static final int LENGTH = 55;
    private static final int TRACE_ID = 3;
    private static final int PARENT_ID = 36;
    private static final int FLAGS = 53;

    /** @throws IllegalArgumentException if an id is of another form, or all zero */
    public TraceContext {
        requireId(traceId, PARENT_ID - 1 - TRACE_ID);
        requireId(parentId, FLAGS - 1 - PARENT_ID);
    }

    private static void requireId(String id, int length) {
        if (id.length() != length || !isHex(id, 0, length) || isZero(id, 0, length)) {
            throw new IllegalArgumentException(
                    "not " + length + " hexadecimal digits in lower case, or all zero: '" + id + "'");
        }
    }

    /**
     * That of a request.
     *
     * @return empty if it has no {@code traceparent}, several of them, or one that is not valid: the trace would have to begin anew
     */
    public static Optional<TraceContext> of(Headers headers) {
        List<String> parents = headers.values("traceparent");
        if (parents.size() != 1 || !isValid(parents.getFirst())) {
            return Optional.empty();
        }
        String value = parents.getFirst();
        boolean sampled = (Character.digit(value.charAt(LENGTH - 1), 16) & 1) != 0;
        return Optional.of(new TraceContext(
                value.substring(TRACE_ID, PARENT_ID - 1), value.substring(PARENT_ID, FLAGS - 1), sampled));
    }

    private static boolean isValid(String value) {
        if (value.length() < LENGTH
                || value.charAt(TRACE_ID - 1) != '-'
                || value.charAt(PARENT_ID - 1) != '-'
                || value.charAt(FLAGS - 1) != '-'
                || !isHex(value, 0, TRACE_ID - 1)
                || !isHex(value, TRACE_ID, PARENT_ID - 1)
                || !isHex(value, PARENT_ID, FLAGS - 1)
                || !isHex(value, FLAGS, LENGTH)) {
            return false;
        }
        boolean version0 = value.startsWith("00");
        // A later version may have more after a hyphen; ff is none.
        boolean ends = value.length() == LENGTH || (!version0 && value.charAt(LENGTH) == '-');
        return ends
                && !value.startsWith("ff")
                && !isZero(value, TRACE_ID, PARENT_ID - 1)
                && !isZero(value, PARENT_ID, FLAGS - 1);
    }

    private static boolean isHex(String value, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = value.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(String value, int from, int to) {
        for (int i = from; i < to; i++) {
            if (value.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }
}
