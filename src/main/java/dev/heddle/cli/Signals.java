package dev.heddle.cli;

import java.lang.reflect.Proxy;

/**
 * Handles signals. For SIGTERM and SIGINT the JVM's own handling would run the shutdown hooks and exit with 143 or 130, whatever the hooks do.
 *
 * <p>The JDK has no public API for it. {@code sun.misc.Signal}, in the module jdk.unsupported, is what every server uses; it is
 * called by reflection, since javac's warning about it cannot be turned off, and since a JVM may lack it.
 */
final class Signals {
    private Signals() {}

    /**
     * Runs the task at each of these signals from now on, on a thread of the JVM's. The task must not block.
     *
     * @param names without {@code SIG}
     * @return whether this JVM allows it; if not, it handles at least one of the signals itself
     */
    @SuppressWarnings("ReferenceEquality") // a proxy equals itself and nothing else
    static boolean handle(Runnable task, String... names) {
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
            for (String name : names) {
                Object known = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, handler).invoke(null, known, proxy);
            }
            return true;
        } catch (ReflectiveOperationException | LinkageError e) {
            // No such class, or the signal is reserved (as with -Xrs): the caller has a fallback.
            return false;
        }
    }
}
