package dev.heddle.lab.simulate;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes maps, lists, strings, numbers and booleans as JSON (RFC 8259), a line for each member of the outer levels. */
final class JsonText {
    /** Objects and arrays deeper than this stay on one line. */
    private static final int LINES_DEPTH = 3;

    private static final double DECIMALS = 1e4;

    private JsonText() {}

    /** A JSON document. Doubles are rounded to four decimal places; NaN and infinity, which JSON lacks, become 0. */
    static String of(Object value) {
        return of(value, 0) + "\n";
    }

    private static String of(Object value, int depth) {
        return switch (value) {
            case Map<?, ?> map ->
                enclosed(
                        '{',
                        map.entrySet().stream()
                                .map(member -> string(String.valueOf(member.getKey())) + ": "
                                        + of(member.getValue(), depth + 1))
                                .toList(),
                        '}',
                        depth);
            case List<?> list ->
                enclosed('[', list.stream().map(each -> of(each, depth + 1)).toList(), ']', depth);
            case Double number -> number(number);
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> string(value.toString());
        };
    }

    private static String enclosed(char open, List<String> parts, char close, int depth) {
        if (parts.isEmpty() || depth >= LINES_DEPTH) {
            return open + String.join(", ", parts) + close;
        }
        StringBuilder text = new StringBuilder().append(open);
        String indent = "  ".repeat(depth + 1);
        for (Iterator<String> each = parts.iterator(); each.hasNext(); ) {
            text.append('\n').append(indent).append(each.next()).append(each.hasNext() ? "," : "");
        }
        return text.append('\n').append("  ".repeat(depth)).append(close).toString();
    }

    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return "0";
        }
        double rounded = Math.abs(value) < 1e12 ? Math.round(value * DECIMALS) / DECIMALS : value;
        return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15
                ? Long.toString((long) rounded)
                : Double.toString(rounded);
    }

    private static String string(String text) {
        return text.chars()
                .mapToObj(c -> switch (c) {
                    case '"' -> "\\\"";
                    case '\\' -> "\\\\";
                    default -> c < ' ' ? String.format("\\u%04x", c) : Character.toString(c);
                })
                .collect(Collectors.joining("", "\"", "\""));
    }
}
