package dev.heddle.jcstress.launcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A command line of pairs: a name that begins with a hyphen, and its value. */
final class Words {
    private Words() {}

    /** The pairs as a map, the last of each name. */
    static Map<String, String> pairs(String... words) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            if (!words[i].startsWith("-") || i + 1 == words.length) {
                throw new IllegalArgumentException("a name and a value were expected, not " + words[i]);
            }
            pairs.put(words[i], words[i + 1]);
        }
        return pairs;
    }

    /** The same words without the pairs that a later one replaces. */
    static List<String> lastOfEach(String... words) {
        List<String> kept = new ArrayList<>();
        pairs(words).forEach((name, value) -> {
            kept.add(name);
            kept.add(value);
        });
        return kept;
    }
}
