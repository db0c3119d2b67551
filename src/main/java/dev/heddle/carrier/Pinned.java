package dev.heddle.carrier;

/**
 * Calls into the JDK's channels and selectors that wait for their monitors, made so that a virtual thread keeps its platform thread
 * meanwhile. Every such call on a channel that a {@link Carrier} may watch has to be made through here.
 *
 * <p>Otherwise a carrier could wait endlessly. Since JDK 24 (JEP 491) a virtual thread that waits for a monitor leaves its platform
 * thread, and a monitor that is released wakes the thread that has waited for longest, and no other. Let that be a virtual thread of a
 * carrier: it has to be run by the carrier's thread. But that one takes the same monitors when it selects (of changed interests, of
 * cancelled keys, of the wake-up, of channels that are being closed), and so may wait in the same queue, behind the virtual thread.
 *
 * <p>On any thread; without effect on a platform thread, and before JDK 24.
 */
public final class Pinned {
    private Pinned() {}

    /**
     * A call that returns something.
     *
     * @param <T> what it returns
     * @param <E> what it throws
     */
    @FunctionalInterface
    public interface Call<T, E extends Exception> {
        /** Makes the call. */
        T call() throws E;
    }

    /** From here on the calling thread keeps its platform thread, until {@link #end}, which has to follow. Allocates nothing. */
    public static void begin() {
        CustomScheduling.pin();
    }

    /** Ends what {@link #begin} began. */
    public static void end() {
        CustomScheduling.unpin();
    }

    /** Makes a call between {@link #begin} and {@link #end}. */
    public static <T, E extends Exception> T call(Call<T, E> call) throws E {
        begin();
        try {
            return call.call();
        } finally {
            end();
        }
    }
}
