package dev.heddle.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Headers in an array: name, value, name, value… */
final class HeaderList implements Headers {
    private static final String TCHAR_MARKS = "!#$%&'*+-.^_`|~";

    static final HeaderList NONE = new HeaderList(new String[0]);

    private final String[] namesAndValues;

    private HeaderList(String[] namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    static HeaderList of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("names and values must come in pairs");
        }
        String[] all = namesAndValues.clone();
        for (int i = 0; i < all.length; i += 2) {
            requireToken(all[i]);
            requireValue(all[i], all[i + 1]);
        }
        return new HeaderList(all);
    }

    HeaderList with(String name, String value) {
        requireToken(name);
        requireValue(name, value);
        String[] more = Arrays.copyOf(namesAndValues, namesAndValues.length + 2);
        more[more.length - 2] = name;
        more[more.length - 1] = value;
        return new HeaderList(more);
    }

    HeaderList without(String name) {
        if (!contains(name)) {
            return this;
        }
        List<String> others = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            if (!name(i).equalsIgnoreCase(name)) {
                others.add(name(i));
                others.add(value(i));
            }
        }
        return new HeaderList(others.toArray(String[]::new));
    }

    @Override
    public int size() {
        return namesAndValues.length / 2;
    }

    @Override
    public String name(int index) {
        return namesAndValues[2 * index];
    }

    @Override
    public String value(int index) {
        return namesAndValues[2 * index + 1];
    }

    /** RFC 9110 5.6.2. */
    private static void requireToken(String name) {
        boolean token = !name.isEmpty();
        for (int i = 0; i < name.length() && token; i++) {
            char c = name.charAt(i);
            token = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || TCHAR_MARKS.indexOf(c) >= 0;
        }
        if (!token) {
            throw new IllegalArgumentException("invalid header name: " + quoted(name));
        }
    }

    /** RFC 9110 5.5: no byte that could end the line, and no character above 255. */
    private static void requireValue(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                throw new IllegalArgumentException("illegal character " + (int) c + " in the value of header " + name);
            }
        }
    }

    private static String quoted(String text) {
        return text.codePoints()
                .mapToObj(c -> c < ' ' || c > '~' ? "\\u" + Integer.toHexString(c) : Character.toString(c))
                .reduce("'", String::concat)
                .concat("'");
    }

    @Override
    public String toString() {
        return Arrays.toString(namesAndValues);
    }
}
