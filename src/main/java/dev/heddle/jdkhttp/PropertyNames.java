package dev.heddle.jdkhttp;

import dev.heddle.options.Scheduler;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The names of the system properties that only Heddle has: a misspelt one has no effect, so that someone has to say it. */
final class PropertyNames {
    /** Those that {@link JdkHttpOptions#fromSystemProperties} reads, in alphabetical order. */
    static final List<String> KNOWN = Stream.concat(JdkHttpOptions.properties().stream(), Stream.of(Scheduler.PROPERTY))
            .filter(name -> name.startsWith("heddle."))
            .distinct()
            .sorted()
            .toList();

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
