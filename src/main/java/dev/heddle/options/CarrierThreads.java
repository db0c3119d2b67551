package dev.heddle.options;

import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * The platform threads that carry the virtual ones, and the pollers that wake those that wait for a socket. There is one scheduler
 * for the JVM and no public API for it: its size is read from the documented system properties once, when the first virtual thread
 * starts (JEP 444), and the pollers' from properties of {@code sun.nio.ch.Poller}, when the first socket is waited for.
 */
public final class CarrierThreads {
    /** The documented property for the number of carriers. */
    public static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

    /** How many pollers wait for what can be read; a power of two. */
    public static final String READ_POLLERS = "jdk.readPollers";

    /** 1: pollers are platform threads. 2: they are virtual, and share the carriers. From JDK 22 on. */
    public static final String POLLER_MODE = "jdk.pollerMode";

    /** The JDK makes no more pollers than that by itself. */
    private static final int OWN_MOST_POLLERS = 32;

    private CarrierThreads() {}

    /** How many carriers this JVM's scheduler has, or will have: the property, else the available processors. */
    public static int count() {
        return Math.max(1, Integer.getInteger(PARALLELISM, processors()));
    }

    /** How many pollers this JVM has for what can be read, or will have. */
    public static int readPollers() {
        return readPollers(Runtime.version().feature(), processors(), System.getProperties());
    }

    /** Whether they are virtual threads, which share the carriers with what they wake. */
    public static boolean hasVirtualPollers() {
        return hasVirtualPollers(Runtime.version().feature(), System.getProperties());
    }

    /**
     * What to tell an operator whose settings starve connections: descriptors are divided among the pollers by their numbers, and a
     * virtual poller that found nothing to do is woken from outside the carriers' own queues, where busy carriers do not look. With
     * no more pollers than carriers that passes; with more, some of the connections wait for as long as others keep the carriers
     * busy.
     *
     * @return empty if all is well
     */
    public static Optional<String> advice() {
        return advice(Runtime.version().feature(), processors(), System.getProperties());
    }

    static Optional<String> advice(int feature, int processors, Properties properties) {
        int carriers = Math.max(1, number(properties, PARALLELISM, processors));
        int pollers = readPollers(feature, processors, properties);
        if (pollers <= carriers || !hasVirtualPollers(feature, properties)) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "this JVM has %d read pollers for %d carrier%s of virtual threads: some connections may wait while others are served;"
                        + " start it with -D%s=%d",
                pollers,
                carriers,
                carriers == 1 ? "" : "s",
                READ_POLLERS,
                Integer.highestOneBit(carriers)));
    }

    static int readPollers(int feature, int processors, Properties properties) {
        int own = hasVirtualPollers(feature, properties)
                ? Math.min(Integer.highestOneBit(processors), OWN_MOST_POLLERS)
                : feature < 22 ? 1 : Math.max(1, Integer.highestOneBit(Math.max(1, processors / 4)));
        return number(properties, READ_POLLERS, own);
    }

    static boolean hasVirtualPollers(int feature, Properties properties) {
        boolean linux = properties.getProperty("os.name", "").equals("Linux");
        String mode = properties.getProperty(POLLER_MODE, linux ? "2" : "1");
        return feature >= 22 && (mode.equals("2") || mode.equalsIgnoreCase("VTHREAD_POLLERS"));
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static int number(Properties properties, String name, int otherwise) {
        try {
            return Integer.parseInt(properties.getProperty(name, Integer.toString(otherwise)));
        } catch (NumberFormatException e) {
            return otherwise; // The JVM will say what it thinks of it.
        }
    }
}
