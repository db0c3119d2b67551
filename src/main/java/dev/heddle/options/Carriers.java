package dev.heddle.options;

/**
 * The platform threads that carry the virtual ones. There is one scheduler for the JVM and no public API for it: its size
 * is read from the documented system properties once, when the first virtual thread starts (JEP 444).
 */
public final class Carriers {
    /** The documented property for the number of carriers. */
    public static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

    private Carriers() {}

    /** How many carriers this JVM's scheduler has, or will have: the property, else the available processors. */
    public static int count() {
        return Math.max(1, Integer.getInteger(PARALLELISM, Runtime.getRuntime().availableProcessors()));
    }
}
