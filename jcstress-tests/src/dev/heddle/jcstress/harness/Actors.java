package dev.heddle.jcstress.harness;

import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells what the actors of a running test are doing, from their stacks. */
final class Actors {
    /** The end of the names of the classes that jcstress generates to call the actors; they have nested ones. */
    private static final String RUNNER = "_jcstress";

    private static final String OURS = "dev.heddle.";

    private Actors() {}

    /**
     * Whether no actor is left that could end a wait: all others have left the test's code, or are stuck as well.
     *
     * <p>The virtual machine takes all stacks at a safepoint. An actor that has lost its processor in the middle of a sample delays it until it
     * has run, so a slow actor is not taken for one that is done.
     *
     * @param waiting the thread that waits
     * @param stuck whether a thread is blocked in a wait of its own that does not end
     */
    static boolean noneCanEnd(@Nullable Thread waiting, Predicate<Thread> stuck) {
        return noneCanEnd(waiting, stuck, Thread.getAllStackTraces());
    }

    static boolean noneCanEnd(
            @Nullable Thread waiting, Predicate<Thread> stuck, Map<Thread, StackTraceElement[]> stacks) {
        return stacks.entrySet().stream()
                .filter(each -> isActing(each.getValue()))
                .map(Map.Entry::getKey)
                // An actor, or the virtual thread that plays its role.
                .allMatch(actor -> Stream.of(actor, OnVirtualThread.roleOf(actor))
                        .anyMatch(thread -> thread == waiting || stuck.test(thread)));
    }

    /** Whether a thread is in the middle of a sample: jcstress has called an actor, which has not returned. */
    static boolean isActing(StackTraceElement... stack) {
        return Stream.of(stack).map(StackTraceElement::getClassName).anyMatch(Actors::isRunner)
                && Stream.of(stack)
                        .map(StackTraceElement::getClassName)
                        .anyMatch(name -> name.startsWith(OURS) && !isRunner(name));
    }

    private static boolean isRunner(String className) {
        return className.endsWith(RUNNER) || className.contains(RUNNER + "$");
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
