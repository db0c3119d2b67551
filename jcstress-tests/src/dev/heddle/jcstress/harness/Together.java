package dev.heddle.jcstress.harness;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Makes the two actors of a sample meet before they race. By itself jcstress lets them loose on hundreds of samples at once, and
 * where one blocks now and then, the other is soon far ahead: then nothing overlaps.
 *
 * <p>The first actor waits a little, then goes on alone: no result depends on the meeting. The second delays itself by a few
 * instructions, differently each time, so that every overlap is tried.
 */
public abstract class Together {
    private static final VarHandle ARRIVED;
    private static final int PATIENCE = 1000;

    static {
        try {
            ARRIVED = MethodHandles.lookup().findVarHandle(Together.class, "arrived", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** How many have come. */
    @SuppressWarnings("unused") // through ARRIVED
    private volatile int arrived;

    /** For the tests. */
    protected Together() {}

    /** Waits a little for the other actor. First thing in an actor. */
    protected final void meet() {
        if ((int) ARRIVED.getAndAdd(this, 1) == 0) {
            for (int i = 0; i < PATIENCE && arrived < 2; i++) {
                Thread.onSpinWait();
            }
        }
        long seed = System.nanoTime();
        // Mostly some cycles, sometimes a microsecond.
        for (long i = seed & 63; i > 0; i--) {
            ARRIVED.getOpaque(this);
        }
        if ((seed & 0x180) == 0) {
            for (long i = seed >> 9 & 15; i > 0; i--) {
                Thread.onSpinWait();
            }
        }
    }
}
