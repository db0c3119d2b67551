package dev.heddle.carrier;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler of one virtual thread, which keeps it on its carrier. Virtual threads that this one starts inherit the scheduler; they
 * are given to whichever carrier is free.
 *
 * <p>Any thread may call it: the one that starts the thread, and those that unpark it.
 */
final class CarrierScheduler implements Executor {
    private final Carrier carrier;

    /** The continuation of the thread that lives here. Written by the thread that starts it, before anyone can unpark it. */
    private @Nullable Runnable resident;

    CarrierScheduler(Carrier carrier) {
        this.carrier = carrier;
    }

    /** The first task is the start of the resident: nobody else can know this scheduler before. */
    @Override
    @SuppressWarnings("ReferenceEquality") // a virtual thread has one continuation
    public void execute(Runnable continuation) {
        if (resident == null) {
            resident = continuation;
        }
        if (resident == continuation) {
            carrier.execute(continuation);
        } else {
            carrier.group().executeAnywhere(continuation);
        }
    }
}
