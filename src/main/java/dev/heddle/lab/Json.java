package dev.heddle.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON (RFC 8259) as maps, lists, strings, numbers and booleans. Enough for figures that this program wrote itself: no streaming, and a
 * number is a {@code Double} when it is read.
 */
public final class Json {
    private Json() {}

    /** Writes a value on one line. Numbers that JSON lacks, NaN and infinity, become null. */
    public static String write(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> quoted(String.valueOf(entry.getKey())) + ":" + write(entry.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            case Iterable<?> list -> {
                List<String> written = new ArrayList<>();
                list.forEach(element -> written.add(write(element)));
                yield "[" + String.join(",", written) + "]";
            }
            case Double number -> Double.isFinite(number) ? trimmed(number) : "null";
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> quoted(value.toString());
        };
    }

    /** Six significant digits: more would be noise in a measurement. */
    private static String trimmed(double number) {
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            return Long.toString((long) number);
        }
        return new java.math.BigDecimal(number)
                .round(new java.math.MathContext(6))
                .stripTrailingZeros()
                .toString();
    }

    private static String quoted(String text) {
        return text.chars()
                .mapToObj(c -> switch (c) {
                    case '"' -> "\\\"";
                    case '\\' -> "\\\\";
                    // A script in a page must not end inside a string.
                    case '<' -> "\\u003c";
                    default -> c < ' ' ? String.format("\\u%04x", c) : Character.toString(c);
                })
                .collect(Collectors.joining("", "\"", "\""));
    }

    /**
     * Reads an object.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static Map<String, @Nullable Object> readObject(String text) {
        Reader reader = new Reader(text);
        Map<String, @Nullable Object> read = reader.object();
        reader.end();
        return read;
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        void end() {
            skipSpace();
            if (at < text.length()) {
                throw unexpected();
            }
        }

        private @Nullable Object value() {
            skipSpace();
            char first = at < text.length() ? text.charAt(at) : 0;
            return switch (first) {
                case '{' -> object();
                case '[' -> array();
                case '"' -> string();
                case 't' -> word("true", true);
                case 'f' -> word("false", false);
                case 'n' -> word("null", null);
                default -> number();
            };
        }

        Map<String, @Nullable Object> object() {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            expect('{');
            if (next('}')) {
                return members;
            }
            do {
                skipSpace();
                String name = string();
                expect(':');
                members.put(name, value());
            } while (next(','));
            expect('}');
            return members;
        }

        private List<@Nullable Object> array() {
            List<@Nullable Object> elements = new ArrayList<>();
            expect('[');
            if (next(']')) {
                return elements;
            }
            do {
                elements.add(value());
            } while (next(','));
            expect(']');
            return elements;
        }

        private String string() {
            expect('"');
            StringBuilder read = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                char c = text.charAt(at++);
                read.append(c == '\\' ? escaped() : c);
            }
            expect('"');
            return read.toString();
        }

        private char escaped() {
            if (at >= text.length()) {
                throw unexpected();
            }
            char c = text.charAt(at++);
            return switch (c) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'u' -> {
                    if (at + 4 > text.length()) {
                        throw unexpected();
                    }
                    at += 4;
                    yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
                }
                default -> c;
            };
        }

        private Double number() {
            int from = at;
            while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            try {
                return Double.valueOf(text.substring(from, at));
            } catch (NumberFormatException e) {
                throw unexpected();
            }
        }

        private @Nullable Object word(String word, @Nullable Object value) {
            if (!text.startsWith(word, at)) {
                throw unexpected();
            }
            at += word.length();
            return value;
        }

        private void expect(char wanted) {
            if (!next(wanted)) {
                throw unexpected();
            }
        }

        private boolean next(char wanted) {
            skipSpace();
            boolean there = at < text.length() && text.charAt(at) == wanted;
            at += there ? 1 : 0;
            return there;
        }

        private void skipSpace() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private IllegalArgumentException unexpected() {
            return new IllegalArgumentException("no JSON at character " + at + " of " + text.length());
        }
    }
}
