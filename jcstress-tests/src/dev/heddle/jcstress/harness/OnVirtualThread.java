package dev.heddle.jcstress.harness;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lets a virtual thread play an actor's role: jcstress knows platform threads only. */
public final class OnVirtualThread {
    /** The virtual thread that plays each actor's role; read by the guards of {@link Wait}. */
    private static final Map<Thread, Thread> ROLES = new ConcurrentHashMap<>();

    private OnVirtualThread() {}

    /** Runs a role, and waits for its end. An interrupt of the actor does not end that wait. */
    public static void run(Runnable role) {
        Thread actor = Thread.currentThread();
        Thread thread = Thread.ofVirtual().unstarted(role);
        ROLES.put(actor, thread);
        thread.start();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        ROLES.remove(actor);
        if (interrupted) {
            actor.interrupt();
        }
    }

    /** The thread that plays an actor's role: a virtual one, or the actor itself. */
    static Thread roleOf(Thread actor) {
        return ROLES.getOrDefault(actor, actor);
    }
}
