package dev.heddle.cli;

import java.lang.reflect.Proxy;

/**
 * Being told of SIGTERM and SIGINT, instead of the JVM's own answer to them: running the shutdown hooks and exit code 143 or
 * 130, whatever the hooks did.
 *
 * <p>The JDK has no public API for it. {@code sun.misc.Signal}, in the module jdk.unsupported, is what every server uses; it is
 * reached by reflection, since javac warns of it in a way that cannot be turned off, and as a JVM may lack it.
 */
final class Signals {
    private Signals() {}

    /**
     * Has the task run at each SIGTERM and SIGINT from now on, on a thread of the JVM's; it must not block.
     *
     * @return false if this JVM does not let us: then nothing was changed, or it goes on as it would without us
     */
    @SuppressWarnings("ReferenceEquality") // a proxy equals itself and nothing else
    static boolean handle(Runnable task) {
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
            for (String name : new String[] {"TERM", "INT"}) {
                Object known = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, handler).invoke(null, known, proxy);
            }
            return true;
        } catch (ReflectiveOperationException | LinkageError e) {
            // No such class, or the signal is not to be had (as with -Xrs): the caller has another way.
            return false;
        }
    }
}
