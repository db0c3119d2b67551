package dev.heddle.concurrent;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A value that depends on nothing but the second, made at most about once in each: the {@code Date} field.
 *
 * <p>Two threads that find it outdated at once both make it, and either's is right.
 *
 * @param <T> an immutable value
 */
public final class SecondCache<T> {
    private final LongFunction<T> maker;

    /** Immutable, so that whoever reads the reference sees second and value of the same making. */
    private volatile @Nullable Entry<T> latest;

    /** @param maker makes the value of a second, counted since 1970 */
    public SecondCache(LongFunction<T> maker) {
        this.maker = maker;
    }

    /** The value of that second. */
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
