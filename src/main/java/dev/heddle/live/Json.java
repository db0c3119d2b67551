package dev.heddle.live;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes JSON (RFC 8259): records of this package as objects, lists as arrays. */
final class Json {
    private Json() {}

    /**
     * Writes a value on one line: null, a text, a number, a boolean, an enum constant by its name, a list, or a record that this package
     * can see.
     */
    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> string(text);
            case Double number -> number(number);
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            case Enum<?> constant -> string(constant.name());
            case List<?> list -> list.stream().map(Json::of).collect(Collectors.joining(",", "[", "]"));
            case Record object ->
                Arrays.stream(object.getClass().getRecordComponents())
                        .map(component -> string(component.getName()) + ":" + of(component(component, object)))
                        .collect(Collectors.joining(",", "{", "}"));
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        };
    }

    private static @Nullable Object component(RecordComponent component, Record object) {
        try {
            return component.getAccessor().invoke(object);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot read " + component, e);
        }
    }

    /** Three decimal places; 0 for NaN and infinity, which JSON lacks. */
    private static String number(double value) {
        return Double.isFinite(value) ? Double.toString(Math.round(value * 1000) / 1000.0) : "0";
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
