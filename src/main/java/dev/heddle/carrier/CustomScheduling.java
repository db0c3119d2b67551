package dev.heddle.carrier;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads with a scheduler of one's own, for which JDK 21 to 25 have no public API: the one class that touches internals of
 * the JDK. Everything that it needs is in {@code java.lang}, which the command that starts the JVM, or the manifest of a runnable
 * jar, has to open.
 *
 * <p>A later JDK takes a scheduler from the property {@code jdk.virtualThreadScheduler.implClass}; this class is where that belongs.
 *
 * <p>Any thread may call any method.
 */
public final class CustomScheduling {
    /** The first JDK on which a virtual thread that waits for a monitor leaves its carrier (JEP 491). */
    private static final int UNMOUNTS_AT_MONITORS = 24;

    /** After somewhat fewer calls the JVM makes code for a method handle, for which there must be memory. */
    private static final int CALLS_UNTIL_CUSTOMIZED = 200;

    /** Tries once for each JVM, when it is first asked. A class of its own: the trial's threads need this one initialized. */
    private static final class Holder {
        private static final CustomScheduling FOUND = find();
    }

    /** The JDK's factory: scheduler, name, characteristics, task. Null if it cannot be used. */
    private final @Nullable MethodHandle newVirtualThread;

    /** The JDK's pair of methods that keep a virtual thread on its carrier; null if it cannot be used, or is not needed. */
    private final @Nullable Pin pin;

    /** The bit by which a thread does not inherit thread locals. */
    private final int characteristics;

    /** The scheduler of virtual threads that have no other; null if it cannot be found. */
    private final @Nullable Executor jvmScheduler;

    /** Why there is none; null if there is one. */
    private final @Nullable String whyNot;

    private record Pin(MethodHandle pin, MethodHandle unpin) {}

    private CustomScheduling(
            @Nullable MethodHandle newVirtualThread,
            @Nullable Pin pin,
            int characteristics,
            @Nullable Executor jvmScheduler,
            @Nullable String whyNot) {
        this.newVirtualThread = newVirtualThread;
        this.pin = pin;
        this.characteristics = characteristics;
        this.jvmScheduler = jvmScheduler;
        this.whyNot = whyNot;
    }

    /** Why this JVM has no virtual threads with a scheduler of one's own, and what to do about it; empty if it has. */
    public static Optional<String> whyNot() {
        return Optional.ofNullable(Holder.FOUND.whyNot);
    }

    /**
     * Creates a virtual thread whose continuations are given to a scheduler, which has to run each of them once, on a platform thread.
     *
     * @throws IllegalStateException if there is a reason {@linkplain #whyNot why not}
     */
    static Thread unstarted(Executor scheduler, String name, Runnable task) {
        return Holder.FOUND.create(scheduler, name, task);
    }

    /**
     * The JVM's own scheduler. A virtual thread that a virtual thread starts has the scheduler of that one, unless it is given another.
     * Empty if it cannot be found.
     */
    static Optional<Executor> jvmScheduler() {
        return Optional.ofNullable(Holder.FOUND.jvmScheduler);
    }

    /**
     * Has the calling thread, if it is virtual, keep its carrier while it waits, until {@link #unpin}. Without effect on a JDK on which a
     * virtual thread that waits for a monitor keeps its carrier anyway.
     */
    static void pin() {
        Pin found = Holder.FOUND.pin;
        if (found != null) {
            invoke(found.pin());
        }
    }

    /** Ends what {@link #pin} began. */
    static void unpin() {
        Pin found = Holder.FOUND.pin;
        if (found != null) {
            invoke(found.unpin());
        }
    }

    private static void invoke(MethodHandle method) {
        try {
            method.invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private Thread create(Executor scheduler, String name, Runnable task) {
        MethodHandle factory = newVirtualThread;
        if (factory == null) {
            throw new IllegalStateException(whyNot);
        }
        try {
            return (Thread) factory.invokeExact(scheduler, name, characteristics, task);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static CustomScheduling find() {
        Module own = CustomScheduling.class.getModule();
        if (!Object.class.getModule().isOpen("java.lang", own)) {
            return without("java.lang is not open to Heddle; start the JVM with --add-opens java.base/java.lang="
                    + (own.isNamed() ? own.getName() : "ALL-UNNAMED"));
        }
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
            MethodHandle factory = lookup.findStatic(
                    Class.forName("java.lang.ThreadBuilders"),
                    "newVirtualThread",
                    MethodType.methodType(Thread.class, Executor.class, String.class, int.class, Runnable.class));
            int noInherit = (int) lookup.findStaticGetter(Thread.class, "NO_INHERIT_THREAD_LOCALS", int.class)
                    .invokeExact();
            CustomScheduling found = new CustomScheduling(factory, findPin(), noInherit, findJvmScheduler(), null);
            return found.works() ? found : without("this JDK gives its virtual threads to another scheduler");
        } catch (Throwable e) {
            return without("JDK " + Runtime.version() + " has no known way to give a virtual thread a scheduler: " + e);
        }
    }

    private static @Nullable Executor findJvmScheduler() {
        try {
            Class<?> virtualThread = Class.forName("java.lang.VirtualThread");
            return (ForkJoinPool) MethodHandles.privateLookupIn(virtualThread, MethodHandles.lookup())
                    .findStaticGetter(virtualThread, "DEFAULT_SCHEDULER", ForkJoinPool.class)
                    .invokeExact();
        } catch (Throwable e) {
            return null; // Only long messages are on it, which the server's carriers run, too.
        }
    }

    /** They are the continuation's, whose package is not open; a class of {@code java.lang} inherits them. */
    private static @Nullable Pin findPin() throws ReflectiveOperationException {
        if (Runtime.version().feature() < UNMOUNTS_AT_MONITORS) {
            return null;
        }
        Class<?> continuation = Class.forName("java.lang.VirtualThread$VThreadContinuation");
        MethodHandles.Lookup lookup =
                MethodHandles.privateLookupIn(Class.forName("java.lang.VirtualThread"), MethodHandles.lookup());
        MethodType noArguments = MethodType.methodType(void.class);
        Pin found = new Pin(
                lookup.findStatic(continuation, "pin", noArguments),
                lookup.findStatic(continuation, "unpin", noArguments));
        for (int i = 0; i < CALLS_UNTIL_CUSTOMIZED; i++) {
            invoke(found.pin());
            invoke(found.unpin());
        }
        return found;
    }

    private static CustomScheduling without(String reason) {
        return new CustomScheduling(null, null, 0, null, "it runs on the JVM's carriers: " + reason);
    }

    /** Whether a virtual thread comes to its scheduler when it starts and when it yields, and runs where the scheduler runs it. */
    @SuppressWarnings("ThreadPriorityCheck") // it is what is tried
    private boolean works() throws InterruptedException {
        Queue<Runnable> given = new ConcurrentLinkedQueue<>();
        Queue<Boolean> steps = new ConcurrentLinkedQueue<>();
        Thread virtual = create(given::add, "heddle-trial", () -> {
            steps.add(Thread.currentThread().isVirtual());
            Thread.yield();
            steps.add(Thread.currentThread().isVirtual());
        });
        Thread carrier = Thread.ofPlatform().daemon().name("heddle-trial").unstarted(() -> {
            virtual.start();
            for (Runnable next = given.poll(); next != null; next = given.poll()) {
                next.run();
            }
        });
        carrier.start();
        carrier.join();
        return steps.size() == 2 && !steps.contains(false) && !virtual.isAlive();
    }

    /**
     * Has the JDK start the pollers of its sockets now, if it has not. They are virtual threads, started by whichever thread first waits
     * for a socket; were that a thread of ours, all sockets of the JVM would depend on carriers that end with their server.
     */
    static void startPollersOfTheJdk() {
        try {
            Class.forName("sun.nio.ch.Poller", true, null);
        } catch (ClassNotFoundException | LinkageError e) {
            // A JDK without that class has other pollers, and starts them in its own way.
        }
    }
}
