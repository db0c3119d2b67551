package dev.heddle.files;

import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code Cache-Control} says of which files.
 *
 * @param rules the last one that matches counts
 */
record CacheRules(List<Rule> rules) {
    CacheRules {
        rules = List.copyOf(rules);
    }

    /**
     * What it says of some files.
     *
     * @param files which, by the path below the directory; null for all
     * @param value the header's value
     */
    record Rule(@Nullable PathMatcher files, String value) {}

    /** The header for a file, by its path below the directory; null for none. */
    @Nullable
    String of(String relative) {
        for (int i = rules.size() - 1; i >= 0; i--) {
            Rule rule = rules.get(i);
            if (rule.files() == null || rule.files().matches(Path.of(relative))) {
                return rule.value();
            }
        }
        return null;
    }
}
