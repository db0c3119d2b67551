package dev.heddle.jcstress.harness;

/** Lets a virtual thread play an actor's role: jcstress knows platform threads only. */
public final class OnVirtualThread {
    private OnVirtualThread() {}

    /** Runs a role, and waits for its end. An interrupt of the actor does not end that wait. */
    public static void run(Runnable role) {
        Thread thread = Thread.ofVirtual().start(role);
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
