package dev.heddle.jcstress.harness;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells what the other actors of a running test are doing, while one waits. */
final class Actors {
    /** Part of the names of the threads' classes that jcstress generates to call the actors. */
    private static final String ACTOR = "_jcstress$";

    /** Where an actor is between two strides of samples: it cannot go on before the waiting one gets there, too. */
    private static final String CHECKPOINT = "awaitCheckpoint";

    /** Far more than a thread needs to leave its checkpoint if it may. */
    private static final long ENOUGH_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final ThreadMXBean TIMES = ManagementFactory.getThreadMXBean();

    /** The processor time that each actor at its checkpoint had had when it was first seen there. */
    private final Map<Thread, Long> atCheckpoint = new HashMap<>();

    /** What the other actors may still do for a thread that waits. */
    enum Others {
        /** One of them may still end the wait. */
        MAY_END_IT,
        /** All have done their part, or wait themselves. */
        ARE_DONE,
        /** There is none: they have ended, or have not been started. */
        ARE_NOT_THERE
    }

    /** Forgets what was seen: the waiting thread goes on. */
    void restart() {
        atCheckpoint.clear();
    }

    /**
     * Looks at the other actors. To be called twice or more for a wait; an actor is done only when it has stayed at its checkpoint while
     * it had processor time to leave it.
     *
     * @param waiting the thread that waits
     * @param stuck whether a thread is blocked in a wait of its own that does not end
     */
    Others look(@Nullable Thread waiting, Predicate<Thread> stuck) {
        List<Thread> others = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getClass().getName().contains(ACTOR))
                .filter(actor -> actor != waiting && OnVirtualThread.roleOf(actor) != waiting)
                .toList();
        if (others.isEmpty()) {
            return Others.ARE_NOT_THERE;
        }
        boolean done = true;
        for (Thread actor : others) {
            done &= stuck.test(actor) || stuck.test(OnVirtualThread.roleOf(actor)) || hasStayedAtCheckpoint(actor);
        }
        return done ? Others.ARE_DONE : Others.MAY_END_IT;
    }

    private boolean hasStayedAtCheckpoint(Thread actor) {
        if (Stream.of(actor.getStackTrace())
                .noneMatch(frame -> frame.getMethodName().equals(CHECKPOINT))) {
            atCheckpoint.remove(actor);
            return false;
        }
        long now = TIMES.getThreadCpuTime(actor.threadId());
        return now - atCheckpoint.computeIfAbsent(actor, seen -> now) >= ENOUGH_NANOS;
    }

    /** Whether a thread is parked, or blocked in the kernel: it will do nothing until something ends that. */
    static boolean isBlocked(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING, BLOCKED -> true;
            case RUNNABLE -> {
                StackTraceElement[] stack = thread.getStackTrace();
                yield !thread.isVirtual() && stack.length > 0 && stack[0].isNativeMethod();
            }
            case NEW, TERMINATED -> false;
        };
    }
}
