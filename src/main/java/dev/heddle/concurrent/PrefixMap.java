package dev.heddle.concurrent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Values by path, found by the longest path that a given one begins with. Read far more often than changed.
 *
 * <p>Only {@code jdkhttp} uses it. It lives here because that package is exported, and a class that the concurrency suite can
 * reach would be part of its API.
 *
 * <p><b>States.</b> An immutable list, longest path first. Each change makes a new list and replaces the one that it was made from by
 * CAS, so that no change is lost (MUTANTS.md 60) and none is made for a state that is gone (MUTANTS.md 62).
 *
 * <p><b>Threads.</b> The program's threads add and remove contexts; every exchange's thread finds them.
 *
 * <p><b>Ordering.</b> A reader reads the reference once, and keeps the list that it began with (MUTANTS.md 61).
 *
 * <p>Its other steps are broken by MUTANTS.md 128 and 129.
 *
 * @param <V> what is found
 */
public final class PrefixMap<V> {
    private final BiPredicate<String, String> matches;

    /** The list in use. Replaced by CAS. */
    private final AtomicReference<List<Entry<V>>> entries = new AtomicReference<>(List.of());

    /** @param matches whether a path (first) is found under a shorter or equal one (second) */
    public PrefixMap(BiPredicate<String, String> matches) {
        this.matches = matches;
    }

    /**
     * Adds a value.
     *
     * @return false if there is one under that exact path
     */
    public boolean add(String path, V value) {
        List<Entry<V>> seen;
        List<Entry<V>> next;
        do {
            seen = entries.get();
            if (seen.stream().anyMatch(entry -> entry.path.equals(path))) {
                return false;
            }
            next = new ArrayList<>(seen);
            next.add(new Entry<>(path, value));
            next.sort(Comparator.comparingInt(entry -> -entry.path.length()));
        } while (!entries.compareAndSet(seen, List.copyOf(next)));
        return true;
    }

    /**
     * Removes the value under that exact path.
     *
     * @param only the value to remove, or null for any
     * @return false if there is none
     */
    public boolean remove(String path, @Nullable V only) {
        List<Entry<V>> seen;
        List<Entry<V>> next;
        do {
            seen = entries.get();
            next = seen.stream()
                    .filter(entry -> !entry.path.equals(path) || (only != null && !entry.value.equals(only)))
                    .toList();
            if (next.size() == seen.size()) {
                return false;
            }
        } while (!entries.compareAndSet(seen, next));
        return true;
    }

    /** The value of the longest path that matches, or null. */
    public @Nullable V find(String path) {
        for (Entry<V> entry : entries.get()) {
            if (matches.test(path, entry.path)) {
                return entry.value;
            }
        }
        return null;
    }

    private record Entry<V>(String path, V value) {}
}
