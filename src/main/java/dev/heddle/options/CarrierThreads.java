package dev.heddle.options;

import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * The JVM's carriers, the platform threads that run virtual threads, and its pollers, the threads that unpark virtual threads blocked
 * on sockets. There is one scheduler for the JVM and no public API for it. The number of carriers is read from the documented system
 * properties once, when the first virtual thread starts (JEP 444); that of the pollers from properties of {@code
 * sun.nio.ch.Poller}, when a thread first waits for a socket. Any thread may call any method.
 *
 * {@snippet :
 * System.out.println("carriers: " + CarrierThreads.count());
 * CarrierThreads.advice().ifPresent(System.out::println);
 * }
 */
public final class CarrierThreads {
    /** The documented system property for the number of carriers. */
    public static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

    /** The system property for the number of read pollers, a power of two. */
    public static final String READ_POLLERS = "jdk.readPollers";

    /** The system property for the kind of pollers, from JDK 22 on: 1 for platform threads, 2 for virtual threads on the carriers. */
    public static final String POLLER_MODE = "jdk.pollerMode";

    /** The most read pollers that the JDK creates by default. */
    private static final int MAX_DEFAULT_POLLERS = 32;

    private CarrierThreads() {}

    /** How many carriers this JVM has, or will have, at least 1: the property, else the available processors. */
    public static int count() {
        return Math.max(1, Integer.getInteger(PARALLELISM, processors()));
    }

    /** How many read pollers this JVM has, or will have. */
    public static int readPollers() {
        return readPollers(Runtime.version().feature(), processors(), System.getProperties());
    }

    /** Whether the pollers are virtual threads, which share the carriers with the threads they unpark. */
    public static boolean hasVirtualPollers() {
        return hasVirtualPollers(Runtime.version().feature(), System.getProperties());
    }

    /**
     * Advice for an operator whose settings starve connections. File descriptors are divided among the pollers by their numbers. A
     * virtual poller that found nothing to do is unparked into the scheduler's external submission queue, which busy carriers do not
     * look at. With no more pollers than carriers this passes; with more, some connections starve for as long as others keep the
     * carriers busy.
     *
     * @return empty if the settings are fine
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
                "this JVM has %d read pollers for %d carrier%s of virtual threads: some connections may starve while others are"
                        + " served; start it with -D%s=%d",
                pollers,
                carriers,
                carriers == 1 ? "" : "s",
                READ_POLLERS,
                Integer.highestOneBit(carriers)));
    }

    static int readPollers(int feature, int processors, Properties properties) {
        int own = hasVirtualPollers(feature, properties)
                ? Math.min(Integer.highestOneBit(processors), MAX_DEFAULT_POLLERS)
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
            return otherwise; // The JVM reports a malformed number itself.
        }
    }
}
