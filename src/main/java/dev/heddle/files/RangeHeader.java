package dev.heddle.files;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a {@code Range} header (RFC 9110 14.2). Stateless. */
final class RangeHeader {
    private static final String UNIT = "bytes=";

    private RangeHeader() {}

    /** What of a file is to be sent. */
    sealed interface Selection {
        /** All of it: the header is to be ignored. */
        record Whole() implements Selection {}

        /** Nothing: 416. */
        record Unsatisfiable() implements Selection {}

        /**
         * Some of it.
         *
         * @param ranges at least one; they do not overlap
         */
        record Parts(List<ByteRange> ranges) implements Selection {
            public Parts {
                ranges = List.copyOf(ranges);
            }
        }
    }

    private static final Selection WHOLE = new Selection.Whole();

    /**
     * Reads a header. It is ignored as a whole if its unit is not bytes, if it is malformed, and if it has more than {@code most} ranges,
     * which only clients ask for that want to make the server work (RFC 9110 17.15). Ranges that overlap are merged, and sent in
     * ascending order then, so that no byte is sent twice; others are sent in the order of the request.
     *
     * @param length the file's length; of an empty file there are no parts
     */
    static Selection parse(String value, long length, int most) {
        if (!value.regionMatches(true, 0, UNIT, 0, UNIT.length()) || length == 0) {
            return WHOLE;
        }
        String[] elements = value.substring(UNIT.length()).split(",", -1);
        List<ByteRange> ranges = new ArrayList<>();
        int count = 0;
        for (String element : elements) {
            String text = withoutSpace(element);
            if (text.isEmpty()) {
                continue; // Empty elements are to be ignored (RFC 9110 5.6.1.2).
            }
            count++;
            int dash = text.indexOf('-');
            if (dash < 0 || count > most) {
                return WHOLE;
            }
            long first = number(text.substring(0, dash));
            long last = number(text.substring(dash + 1));
            if (first == MALFORMED || last == MALFORMED || (first == NONE && last == NONE)) {
                return WHOLE;
            }
            if (first != NONE && last != NONE && last < first) {
                return WHOLE;
            }
            ByteRange range = first == NONE ? suffix(last, length) : within(first, last, length);
            if (range != null) {
                ranges.add(range);
            }
        }
        if (count == 0) {
            return WHOLE;
        }
        return ranges.isEmpty() ? new Selection.Unsatisfiable() : new Selection.Parts(merged(ranges));
    }

    private static String withoutSpace(String element) {
        int from = 0;
        int to = element.length();
        while (from < to && isSpace(element.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(element.charAt(to - 1))) {
            to--;
        }
        return element.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    private static @Nullable ByteRange suffix(long count, long length) {
        return count == 0 ? null : new ByteRange(Math.max(0, length - count), length - 1);
    }

    private static @Nullable ByteRange within(long first, long last, long length) {
        if (first >= length) {
            return null;
        }
        return new ByteRange(first, last == NONE ? length - 1 : Math.min(last, length - 1));
    }

    /** No digits. */
    private static final long NONE = -1;

    /** Something else than digits. */
    private static final long MALFORMED = -2;

    /** Reads digits; a number that is too large is larger than every file. */
    private static long number(String digits) {
        long number = digits.isEmpty() ? NONE : 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return MALFORMED;
            }
            number = number > (Long.MAX_VALUE - 9) / 10 ? Long.MAX_VALUE : number * 10 + (c - '0');
        }
        return number;
    }

    private static List<ByteRange> merged(List<ByteRange> ranges) {
        List<ByteRange> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(ByteRange::first));
        List<ByteRange> merged = new ArrayList<>();
        for (ByteRange range : sorted) {
            ByteRange before = merged.isEmpty() ? null : merged.getLast();
            if (before == null || range.first() > before.last()) {
                merged.add(range);
            } else {
                merged.set(merged.size() - 1, new ByteRange(before.first(), Math.max(before.last(), range.last())));
            }
        }
        return merged.size() == ranges.size() ? ranges : merged;
    }
}
