package dev.heddle.concurrent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Values by path, found by the longest one that a given path begins with. Found far more often than changed: each change makes a
 * new list, longest path first, and whoever is looking keeps the old one.
 *
 * @param <V> what is found
 */
public final class PrefixMap<V> {
    private final BiPredicate<String, String> matches;
    private final ReentrantLock changing = new ReentrantLock();

    /** Immutable; replaced under the lock. */
    private volatile List<Entry<V>> entries = List.of();

    /** @param matches whether a path (first) is found under a shorter or equal one (second) */
    public PrefixMap(BiPredicate<String, String> matches) {
        this.matches = matches;
    }

    /**
     * Adds a value.
     *
     * @return false if there is one under that very path
     */
    public boolean add(String path, V value) {
        changing.lock();
        try {
            if (entries.stream().anyMatch(entry -> entry.path.equals(path))) {
                return false;
            }
            List<Entry<V>> more = new ArrayList<>(entries);
            more.add(new Entry<>(path, value));
            more.sort(Comparator.comparingInt(entry -> -entry.path.length()));
            entries = List.copyOf(more);
            return true;
        } finally {
            changing.unlock();
        }
    }

    /**
     * Removes the value under that very path.
     *
     * @param only the value that it has to be, or null for any
     * @return false if there is none
     */
    public boolean remove(String path, @Nullable V only) {
        changing.lock();
        try {
            List<Entry<V>> less = entries.stream()
                    .filter(entry -> !entry.path.equals(path) || (only != null && !entry.value.equals(only)))
                    .toList();
            boolean removed = less.size() < entries.size();
            entries = less;
            return removed;
        } finally {
            changing.unlock();
        }
    }

    /** The value of the longest path that this one is found under. */
    public @Nullable V find(String path) {
        for (Entry<V> entry : entries) {
            if (matches.test(path, entry.path)) {
                return entry.value;
            }
        }
        return null;
    }

    private record Entry<V>(String path, V value) {}
}
