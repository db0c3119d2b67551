package dev.heddle.lab.simulate;

import java.util.List;
import java.util.Map;

/** An object of a JSON document (RFC 8259), whose members are asked for by name and type. */
final class JsonObject {
    private final Map<String, Object> members;

    private JsonObject(Map<String, Object> members) {
        this.members = members;
    }

    /** @throws IllegalArgumentException if the text is no JSON object */
    static JsonObject parse(String text) {
        return object("the document", new JsonReader(text).document());
    }

    @SuppressWarnings("unchecked") // JsonReader makes no other maps
    private static JsonObject object(String name, Object value) {
        if (value instanceof Map) {
            return new JsonObject((Map<String, Object>) value);
        }
        throw new IllegalArgumentException(name + " is not an object");
    }

    private <T> T member(String name, Class<T> type, String described) {
        Object value = members.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("'" + name + "' is missing or is not " + described);
        }
        return type.cast(value);
    }

    JsonObject object(String name) {
        return object("'" + name + "'", member(name, Map.class, "an object"));
    }

    List<JsonObject> objects(String name) {
        return ((List<?>) member(name, List.class, "an array"))
                .stream()
                        .map(each -> object("an element of '" + name + "'", each))
                        .toList();
    }

    String string(String name) {
        return member(name, String.class, "a string");
    }

    double number(String name) {
        return member(name, Double.class, "a number");
    }

    boolean truth(String name) {
        return member(name, Boolean.class, "true or false");
    }

    long whole(String name) {
        double number = number(name);
        if (number != Math.rint(number) || Math.abs(number) > 1L << 53) {
            throw new IllegalArgumentException("'" + name + "' is " + number + " and not a whole number");
        }
        return (long) number;
    }
}
