package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A reference that any thread may set and any other sees at once.
 *
 * @param <T> something immutable, or safe for many threads
 */
public final class Setting<T> {
    private static final VarHandle VALUE = VarHandles.of(MethodHandles.lookup(), "value", Object.class);

    private volatile @Nullable Object value;

    /** @param initial what it is at first */
    public Setting(@Nullable T initial) {
        value = initial;
    }

    /** What it is; null if nothing was set. */
    @SuppressWarnings("unchecked") // only Ts are ever stored
    public @Nullable T get() {
        return (@Nullable T) value;
    }

    /** Sets it, to nothing if null; returns what it was. */
    @SuppressWarnings("unchecked") // only Ts are ever stored
    public @Nullable T set(@Nullable T next) {
        return (@Nullable T) VALUE.getAndSet(this, next);
    }

    /** Sets it if it was nothing. True for the one caller that did. */
    public boolean setFirst(T next) {
        return VALUE.compareAndSet(this, null, next);
    }
}
