package dev.heddle.options;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which carrier an acceptor gives a connection to, with {@link Scheduler#OWN} in architectures with one acceptor. A connection stays
 * there. With several acceptors each keeps what it has accepted.
 *
 * {@snippet :
 * ServerOptions options = ServerOptions.defaults()
 *         .withScheduler(Scheduler.OWN)
 *         .withPlacement(Placement.LEAST_CONNECTIONS);
 * }
 */
public enum Placement {
    /** To one carrier after another. */
    ROUND_ROBIN,
    /** To the carrier with the fewest open connections. */
    LEAST_CONNECTIONS;

    /** Its name, as on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The placement of a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static Placement named(String label) {
        return Arrays.stream(values())
                .filter(placement -> placement.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown placement '" + label + "'; known: "
                        + Arrays.stream(values()).map(Placement::label).collect(Collectors.joining(", "))));
    }
}
