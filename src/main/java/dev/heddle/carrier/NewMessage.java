package dev.heddle.carrier;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The first continuation of a thread that handles a message: the carrier that runs it counts a message. */
record NewMessage(Runnable continuation) implements Runnable {
    @Override
    public void run() {
        continuation.run();
    }

    /** The scheduler of one such thread, which may run on any carrier of the group. */
    static final class Scheduler implements Executor {
        private final CarrierGroup group;

        /** As {@link CarrierScheduler}'s. */
        private @Nullable Runnable resident;

        Scheduler(CarrierGroup group) {
            this.group = group;
        }

        @Override
        public void execute(Runnable continuation) {
            if (resident == null) {
                resident = continuation;
                group.executeAnywhere(new NewMessage(continuation));
            } else {
                group.executeAnywhere(continuation);
            }
        }
    }
}
