package dev.heddle.options;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which carriers run the virtual threads of a server.
 *
 * {@snippet :
 * Server server = Server.http(request -> Response.text("hello")).scheduler(Scheduler.OWN).start();
 * System.out.println(server.scheduler()); // JVM, if this one has no way to have carriers of one's own
 * }
 */
public enum Scheduler {
    /** Those of the JVM, one work-stealing pool for all virtual threads. */
    JVM,
    /**
     * Carriers of the server's own, one for each worker, on which its connections stay. Needs {@code java.lang} opened: {@code
     * --add-opens java.base/java.lang=dev.heddle}, or {@code =ALL-UNNAMED} where Heddle is on the class path. Without it a server
     * runs on the JVM's, and says so.
     */
    OWN;

    /** The system property that names the scheduler of all servers that are not told otherwise. */
    public static final String PROPERTY = "heddle.scheduler";

    /**
     * What {@link #PROPERTY} names; the JVM's where it is missing.
     *
     * @throws IllegalArgumentException if it names none; the message lists the names
     */
    public static Scheduler standard() {
        try {
            return named(System.getProperty(PROPERTY, JVM.label()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PROPERTY + ": " + e.getMessage(), e);
        }
    }

    /** Its name, as on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The scheduler of a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static Scheduler named(String label) {
        return Arrays.stream(values())
                .filter(scheduler -> scheduler.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown scheduler '" + label + "'; known: "
                        + Arrays.stream(values()).map(Scheduler::label).collect(Collectors.joining(", "))));
    }
}
