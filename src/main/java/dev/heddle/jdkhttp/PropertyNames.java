package dev.heddle.jdkhttp;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/** The names of the system properties that only Heddle has: a misspelt one has no effect, so that someone has to say it. */
final class PropertyNames {
    /** Those that {@link JdkHttpOptions#fromSystemProperties} reads. */
    static final List<String> KNOWN = List.of(
            "heddle.architecture",
            "heddle.bodyTimeout",
            "heddle.headTimeout",
            "heddle.maxBody",
            "heddle.minBodyRate",
            "heddle.relax",
            "heddle.scheduler",
            "heddle.writeTimeout");

    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private PropertyNames() {}

    /** Logs a warning if there are unknown names, once for a JVM, however many servers are created. */
    static void tellUnknown() {
        List<String> unknown = unknown(System.getProperties());
        if (!unknown.isEmpty() && TOLD.compareAndSet(false, true)) {
            System.getLogger("dev.heddle")
                    .log(
                            Level.WARNING,
                            "unknown system properties, without effect: " + String.join(", ", unknown) + " (known: "
                                    + String.join(", ", KNOWN) + ")");
        }
    }

    /** The names that look like Heddle's and are not, in alphabetical order. */
    static List<String> unknown(Properties all) {
        TreeSet<String> names = new TreeSet<>(all.stringPropertyNames());
        names.removeIf(name -> !name.startsWith("heddle.") || KNOWN.contains(name));
        return List.copyOf(names);
    }
}
