package dev.heddle.concurrent;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A value that depends on nothing but the second, made about once in each: the {@code Date} header.
 *
 * <p><b>States.</b> The latest entry, a second with its value; none at first.
 *
 * <p><b>Threads.</b> Any. Two threads that find the entry outdated at the same time both make one, and either's is right.
 *
 * <p><b>Ordering.</b> An entry is immutable, so a thread that reads the reference sees second and value of the same making. A caller
 * returns the value of the entry that it has checked, not of the latest one (MUTANTS.md 43).
 *
 * @param <T> an immutable value
 */
public final class SecondCache<T> {
    private final LongFunction<T> maker;

    private volatile @Nullable Entry<T> latest;

    /** @param maker makes the value of a second, counted since 1970 */
    public SecondCache(LongFunction<T> maker) {
        this.maker = maker;
    }

    /** The value of a second, counted since 1970. */
    public T at(long epochSecond) {
        Entry<T> seen = latest;
        if (seen == null || seen.second != epochSecond) {
            seen = new Entry<>(epochSecond, maker.apply(epochSecond));
            latest = seen;
        }
        return seen.value;
    }

    private record Entry<T>(long second, T value) {}
}
