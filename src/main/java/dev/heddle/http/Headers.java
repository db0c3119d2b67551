package dev.heddle.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The fields of a message, in the order and with the spelling in which they came. Names are compared without regard to letter
 * case (RFC 9110 5.1). Immutable.
 */
public interface Headers {
    /** How many field lines there are. */
    int size();

    /** The name of a field line, {@code 0 <= index < size()}. */
    String name(int index);

    /** The value of a field line, without the white space around it. */
    String value(int index);

    /** The value of the first field of that name. */
    default Optional<String> first(String name) {
        for (int i = 0; i < size(); i++) {
            if (name(i).equalsIgnoreCase(name)) {
                return Optional.of(value(i));
            }
        }
        return Optional.empty();
    }

    /** The values of all fields of that name, in their order. */
    default List<String> values(String name) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            if (name(i).equalsIgnoreCase(name)) {
                values.add(value(i));
            }
        }
        return List.copyOf(values);
    }

    /** Whether there is a field of that name. */
    default boolean contains(String name) {
        return first(name).isPresent();
    }

    /** Whether a field of that name lists this element, such as {@code close} in {@code Connection} (RFC 9110 5.6.1). */
    default boolean containsToken(String name, String element) {
        String wanted = element.toLowerCase(Locale.ROOT);
        return values(name).stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .anyMatch(part -> part.strip().toLowerCase(Locale.ROOT).equals(wanted));
    }

    /** No fields. */
    static Headers none() {
        return HeaderList.NONE;
    }

    /**
     * Some fields.
     *
     * @param namesAndValues a name, its value, the next name, and so on
     * @throws IllegalArgumentException if one of them could not be sent: nothing that a message could be cut apart with
     */
    static Headers of(String... namesAndValues) {
        return HeaderList.of(namesAndValues);
    }
}
