package dev.heddle.cli;

import java.lang.reflect.Proxy;

/**
 * Handles signals. For SIGTERM and SIGINT the JVM's own handling would run the shutdown hooks and exit with 143 or 130, whatever the hooks do.
 *
 * <p>The JDK has no public API for it. {@code sun.misc.Signal}, in the module jdk.unsupported, is what every server uses; it is
 * called by reflection, since javac's warning about it cannot be turned off, and since a JVM may lack it.
 */
final class Signals {
    /** What became of signals that were to be handled. */
    enum Handling {
        /** The task runs at each of them. */
        HANDLED,
        /** At least one was ignored when the process started, as SIGHUP is under nohup; the JVM leaves it so. */
        IGNORED_BEFORE,
        /** This JVM keeps at least one of them for itself, and does what it does without a handler. */
        RESERVED
    }

    private Signals() {}

    /**
     * Runs the task at each of these signals from now on, on a thread of the JVM's. The task must not block.
     *
     * @param names without {@code SIG}
     */
    @SuppressWarnings("ReferenceEquality") // a proxy equals itself and nothing else
    static Handling handle(Runnable task, String... names) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    handler.getClassLoader(),
                    new Class<?>[] {handler},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            task.run();
                            yield null;
                        }
                        case "equals" -> arguments != null && self == arguments[0];
                        case "hashCode" -> System.identityHashCode(self);
                        default -> "heddle's signal handler";
                    });
            Object ignoring = handler.getField("SIG_IGN").get(null);
            Handling handling = Handling.HANDLED;
            for (String name : names) {
                Object known = signal.getConstructor(String.class).newInstance(name);
                if (ignoring.equals(signal.getMethod("handle", signal, handler).invoke(null, known, proxy))) {
                    handling = Handling.IGNORED_BEFORE;
                }
            }
            return handling;
        } catch (ReflectiveOperationException | LinkageError e) {
            // No such class, or the signal is reserved (as with -Xrs): the caller has a fallback.
            return Handling.RESERVED;
        }
    }
}
