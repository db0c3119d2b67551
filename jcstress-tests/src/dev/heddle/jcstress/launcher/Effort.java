package dev.heddle.jcstress.launcher;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How hard the suite looks, and every option of jcstress that it uses: there is no other place.
 *
 * <p>An iteration takes {@code -time}; before the first one a JVM finds out by itself how many samples, at most {@code
 * -strideSize} times {@code -strideCount}, fit into that.
 */
enum Effort {
    /** For the default build: each test once. The README says what this does not show. */
    SHORT("-m quick -iters 1 -time 100 -strideCount 4", "-iters 1 -time 100", false),
    /** For a build that shows more: see the README for its cost. */
    QUICK("-m quick -iters 3 -time 100 -strideCount 10", "-iters 2 -time 250", false),
    /** For a night, and for other machines: each pair of compilers, seeds of the C2 randomizers in threes. */
    NIGHTLY("-m default -f 2 -fsm 3", "-iters 5 -time 1000", true);

    /** For broken twins: many tests in one JVM, each stopped at its first failure. */
    static final List<String> TWIN_OPTIONS =
            List.of("-m quick -iters 1 -time 100 -strideCount 4 -c 2 -af NONE -pth false".split(" "));

    private final String cells;
    private final String sockets;

    /** Whether each actor is compiled in another way, in all combinations; else both in the same. */
    final boolean split;

    Effort(String cells, String sockets, boolean split) {
        this.cells = cells;
        this.sockets = sockets;
        this.split = split;
    }

    static Effort named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Which tests belong together: they run with the same options. */
    enum Group {
        /** The cells, in memory. */
        CELLS("dev.heddle.jcstress.concurrent."),
        /** What threads share outside the cells, in memory as well. */
        NET("dev.heddle.net."),
        /** With the selector of a carrier: as those with sockets. */
        CARRIER("dev.heddle.carrier."),
        /** With sockets: few samples, and none before it counts, or the machine runs out of ports. */
        KERNEL("dev.heddle.jcstress.kernel."),
        /** Actors that start virtual threads: not pinned, or the carriers would inherit the actor's one processor. */
        VIRTUAL("dev.heddle.jcstress.virtual."),
        /** The suite for other implementations. */
        TCK("dev.heddle.tck.");

        final String prefix;

        Group(String prefix) {
            this.prefix = prefix;
        }

        /** Whether its tests use nothing but memory. */
        boolean isInMemory() {
            return this == CELLS || this == NET;
        }

        static Group of(String test) {
            return Stream.of(values())
                    .filter(group -> test.startsWith(group.prefix))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(test + " belongs to no group"));
        }
    }

    /** The options of a group, as jcstress's own command line takes them. */
    List<String> options(Group group) {
        String chosen = switch (group) {
            case CELLS, NET, TCK -> cells;
            case CARRIER, KERNEL -> cells + " " + sockets + " -strideSize 8 -strideCount 1 -af NONE";
            case VIRTUAL -> cells + " " + sockets + " -strideSize 32 -strideCount 4 -af NONE";
        };
        // An option that is given twice would be an error: the later one counts.
        return Words.lastOfEach((chosen + " -sc " + split + " -pth false -r report").split(" "));
    }

    /** Whether the tests of a group share JVMs: those that only use memory, where each runs for a part of the time that a JVM takes to start. */
    boolean isShared(Group group) {
        return !split && group.isInMemory();
    }

    /** In which ways a group's tests are compiled: a run for each. */
    List<Compiler> compilers(Group group) {
        return switch (group) {
            // Wrong logic shows in any of them; a store that the processor defers, in C2 only, and rarely.
            case CELLS ->
                this == SHORT ? List.of(Compiler.C2) : List.of(Compiler.C2, Compiler.C2, Compiler.C2_RANDOMIZED);
            case CARRIER, KERNEL -> List.of(Compiler.TIERED);
            case VIRTUAL -> this == SHORT ? List.of(Compiler.C2) : List.of(Compiler.TIERED, Compiler.C2);
            case NET, TCK -> List.of(Compiler.C2);
        };
    }
}
