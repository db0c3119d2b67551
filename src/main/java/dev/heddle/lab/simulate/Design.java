package dev.heddle.lab.simulate;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Locale;

/**
 * An architecture, and how it is set up.
 *
 * @param name for the output
 * @param architecture which one it is
 * @param dispatchers of message-balanced: how many; 0 for one for each worker
 * @param lanes of message-balanced: which lanes there are; a message of another lane goes to the normal one
 * @param stealing whether a thread runs on whichever worker is free, as with the JVM's scheduler, and not on its own
 */
record Design(String name, Architecture architecture, int dispatchers, List<Kind.Lane> lanes, boolean stealing) {
    /** The five. */
    enum Architecture {
        @SerializedName("single-threaded")
        SINGLE_THREADED,
        @SerializedName("single-acceptor")
        SINGLE_ACCEPTOR,
        @SerializedName("multi-acceptor")
        MULTI_ACCEPTOR,
        @SerializedName("message-balanced")
        MESSAGE_BALANCED,
        @SerializedName("socket-sharded")
        SOCKET_SHARDED;

        /** Its name, as on the command line. */
        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final List<Kind.Lane> ALL_LANES = List.of(Kind.Lane.values());

    /** @throws IllegalArgumentException if there is a negative number of dispatchers, or no normal lane */
    Design {
        lanes = List.copyOf(lanes);
        if (dispatchers < 0 || !lanes.contains(Kind.Lane.NORMAL)) {
            throw new IllegalArgumentException("a design needs a normal lane, and dispatchers");
        }
    }

    /** An architecture with its defaults. */
    static Design of(Architecture architecture) {
        return new Design(architecture.label(), architecture, 0, ALL_LANES, false);
    }

    /** The five, with their defaults. */
    static List<Design> five() {
        return List.of(Architecture.values()).stream().map(Design::of).toList();
    }

    /** message-balanced with a number of dispatchers; 0 for one for each worker. */
    static Design dispatched(String name, int dispatchers, Kind.Lane... lanes) {
        return new Design(name, Architecture.MESSAGE_BALANCED, dispatchers, List.of(lanes), false);
    }

    /** The same, with threads that run on whichever worker is free. */
    Design withStealing(String renamed) {
        return new Design(renamed, architecture, dispatchers, lanes, true);
    }

    /** How many workers it has on a number of cores. */
    int workers(int cores) {
        return architecture == Architecture.SINGLE_THREADED ? 1 : cores;
    }

    /** Where a message is handled. */
    Kind.Lane lane(Kind.Lane asked) {
        return lanes.contains(asked) ? asked : Kind.Lane.NORMAL;
    }
}
