package dev.heddle.files;

import dev.heddle.http.Headers;
import java.util.ArrayList;
import java.util.List;

/** Collects headers. For one thread. */
final class HeaderLines {
    private final List<String> namesAndValues = new ArrayList<>(20);

    HeaderLines add(String name, String value) {
        namesAndValues.add(name);
        namesAndValues.add(value);
        return this;
    }

    Headers made() {
        return Headers.of(namesAndValues.toArray(String[]::new));
    }
}
