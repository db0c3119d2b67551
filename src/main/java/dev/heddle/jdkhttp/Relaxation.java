package dev.heddle.jdkhttp;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Something in which a server does as the JDK's own does, and not as it would by default. None of them lets two readers of the same
 * bytes disagree about where a request ends, or whose it is: what protects against that cannot be relaxed.
 *
 * {@snippet :
 * JdkHttpOptions options = JdkHttpOptions.fromSystemProperties().relaxed(Set.of(Relaxation.MISSING_HOST));
 * }
 */
public enum Relaxation {
    /** HTTP/1.1 requests without {@code Host} are accepted, against RFC 9112 3.2. */
    MISSING_HOST("missing-host"),

    /** A head may have 380 KiB, as may its request line, unless {@code sun.net.httpserver.maxReqHeaderSize} says otherwise. */
    HEAD_SIZE("head-size"),

    /** The limit on headers counts names: lines that repeat a name are not counted. */
    REPEATED_HEADERS("repeated-headers"),

    /** A request's body has no limit, unless {@code heddle.maxBody} is set. */
    BODY_SIZE("body-size"),

    /**
     * A client may take any time for a head, for a body and for a response, unless the property of that timeout is set. Clients that
     * send or take a byte now and then hold a thread for as long as they like.
     */
    SLOW_CLIENTS("slow-clients"),

    /** An {@code Expect} other than {@code 100-continue} is ignored, and not answered with 417. */
    UNKNOWN_EXPECTATION("unknown-expectation"),

    /**
     * A failure closes the connection without a response, instead of 500 or 503: of a handler, filter or authenticator before anything
     * has been sent, and of the executor.
     */
    FAILURE_CLOSES("failure-closes"),

    /** {@code stop} waits, beyond its delay, for handlers that Heddle's own threads run: there is no executor. */
    STOP_WAITS("stop-waits");

    /** The name for all of them. */
    private static final String ALL = "jdk";

    private final String label;

    Relaxation(String label) {
        this.label = label;
    }

    /** Its name, as in the system property {@code heddle.relax}. */
    public String label() {
        return label;
    }

    /**
     * The relaxations of a list of names, separated by commas; {@code jdk} is all of them. Empty for an empty list.
     *
     * @throws IllegalArgumentException if a name is unknown; the message lists the known ones
     */
    public static Set<Relaxation> named(String names) {
        EnumSet<Relaxation> found = EnumSet.noneOf(Relaxation.class);
        if (!names.isBlank()) {
            for (String name : names.split(",", -1)) {
                found.addAll(one(name.strip()));
            }
        }
        return Collections.unmodifiableSet(found);
    }

    private static Set<Relaxation> one(String name) {
        if (name.equals(ALL)) {
            return EnumSet.allOf(Relaxation.class);
        }
        return Arrays.stream(values())
                .filter(relaxation -> relaxation.label.equals(name))
                .findFirst()
                .map(Set::of)
                .orElseThrow(() -> new IllegalArgumentException("unknown relaxation '" + name + "' (known: " + ALL
                        + ", " + Arrays.stream(values()).map(Relaxation::label).collect(Collectors.joining(", "))
                        + ")"));
    }
}
