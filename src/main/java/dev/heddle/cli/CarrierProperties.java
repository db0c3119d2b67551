package dev.heddle.cli;

import dev.heddle.options.CarrierThreads;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The system properties that size the scheduler of virtual threads. There is no other way to size it. The JVM reads them once, when
 * its first virtual thread starts, so they are set before anything else.
 *
 * <p>An explicit {@code --carriers} takes precedence over a property that the user has set, and that over our default.
 */
final class CarrierProperties {
    static final String MAX_POOL_SIZE = "jdk.virtualThreadScheduler.maxPoolSize";

    /** The size up to which the JDK lets the pool of carriers grow by default while carriers are pinned. */
    private static final int DEFAULT_MAX_POOL_SIZE = 256;

    private CarrierProperties() {}

    /** Sets the properties that are missing. On the main thread, before any virtual thread starts. */
    static void apply(boolean oneThread, @Nullable Integer carriers, @Nullable Integer readPollers) {
        int processors = Runtime.getRuntime().availableProcessors();
        boolean virtualPollers = CarrierThreads.hasVirtualPollers();
        missing(oneThread, carriers, readPollers, processors, virtualPollers, System.getProperties())
                .forEach(System::setProperty);
    }

    /**
     * The properties that have to be set, with their values.
     *
     * @param oneThread whether the architecture runs on one carrier by default
     * @param carriers the number given by a flag; null if none was
     * @param readPollers likewise
     * @param processors the available processors, the JVM's default for the carriers
     * @param virtualPollers whether pollers are virtual threads, which share the carriers
     * @param given the properties that are set already
     */
    static Map<String, String> missing(
            boolean oneThread,
            @Nullable Integer carriers,
            @Nullable Integer readPollers,
            int processors,
            boolean virtualPollers,
            Properties given) {
        Map<String, String> missing = new HashMap<>();
        int count;
        if (carriers != null) {
            count = carriers;
            missing.put(CarrierThreads.PARALLELISM, carriers.toString());
        } else if (given.containsKey(CarrierThreads.PARALLELISM)) {
            count = number(given, CarrierThreads.PARALLELISM, processors);
        } else if (oneThread) {
            count = 1;
            missing.put(CarrierThreads.PARALLELISM, "1");
        } else {
            count = processors;
        }
        if (carriers != null && number(given, MAX_POOL_SIZE, carriers) < carriers) {
            missing.put(MAX_POOL_SIZE, carriers.toString());
        } else if (!given.containsKey(MAX_POOL_SIZE) && ((oneThread && count == 1) || count > DEFAULT_MAX_POOL_SIZE)) {
            missing.put(MAX_POOL_SIZE, Integer.toString(count));
        }
        if (readPollers != null) {
            missing.put(CarrierThreads.READ_POLLERS, readPollers.toString());
        } else if (virtualPollers && !given.containsKey(CarrierThreads.READ_POLLERS)) {
            missing.put(CarrierThreads.READ_POLLERS, Integer.toString(readPollersFor(Math.min(count, processors))));
        }
        return missing;
    }

    /**
     * One for two carriers. The JVM's choice is one for each carrier; each then finds half as many connections ready at a time: on two
     * carriers a single poller saved a tenth of the processor time of a request (docs/performance.md). More pollers than carriers
     * would starve connections: an idle poller is unparked into the scheduler's external submission queue, which busy carriers do
     * not look at.
     */
    private static int readPollersFor(int carriers) {
        return Math.max(1, Integer.highestOneBit(carriers) / 2);
    }

    private static int number(Properties given, String name, int otherwise) {
        try {
            return Math.max(1, Integer.parseInt(given.getProperty(name, Integer.toString(otherwise))));
        } catch (NumberFormatException e) {
            return otherwise; // The JVM reports a malformed number itself.
        }
    }
}
