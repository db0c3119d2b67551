package dev.heddle.cli;

import dev.heddle.http.Handler;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.protocol.Lane;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which lanes an application uses in message-balanced: to see what each of them is for. */
enum DemoLanes {
    /** All messages in the same lane, whatever they cost. */
    ONE,
    /** Long-running messages apart from all others, and nothing inline. */
    LONG,
    /** What the application says. */
    STANDARD,
    /** In addition the dispatcher itself handles short computations, {@code /spin} up to 20 µs. */
    INLINE;

    private static final long SHORT_SPIN_MICROS = 20;

    /** Its name, as on the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The lanes of a name.
     *
     * @throws IllegalArgumentException if there are none; the message lists the names
     */
    static DemoLanes named(String label) {
        return Arrays.stream(values())
                .filter(lanes -> lanes.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown lanes '" + label + "'; known: "
                        + Arrays.stream(values()).map(DemoLanes::label).collect(Collectors.joining(", "))));
    }

    /** The same application, with its messages in these lanes. */
    Handler of(Handler application) {
        return this == STANDARD ? application : new InLanes(application, this);
    }

    private Lane of(Request request, Lane said) {
        return switch (this) {
            case ONE -> Lane.NORMAL;
            case LONG -> said == Lane.INLINE ? Lane.NORMAL : said;
            case STANDARD -> said;
            case INLINE -> said == Lane.NORMAL && isShortSpin(request) ? Lane.INLINE : said;
        };
    }

    private static boolean isShortSpin(Request request) {
        try {
            return request.path().equals("/spin") && QueryNumber.of(request, "us", SHORT_SPIN_MICROS) >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private record InLanes(Handler application, DemoLanes lanes) implements Handler {
        @Override
        public Response handle(Request request) throws Exception {
            return application.handle(request);
        }

        @Override
        public Lane lane(Request request) {
            return lanes.of(request, application.lane(request));
        }
    }
}
