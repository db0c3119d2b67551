package dev.heddle.lab.compare;

import java.util.List;

/**
 * One of the servers that a scenario compares.
 *
 * @param name its name in the scenario
 * @param architecture the name of its architecture
 * @param flags further flags of {@code heddle demo}
 * @param parameter a number for the load, such as the fraction of the capacity; 0 where the scenario needs none
 */
public record Variant(String name, String architecture, List<String> flags, double parameter) {
    /** The demo application in an architecture. */
    static Variant running(String architecture, String... flags) {
        return new Variant(architecture, architecture, List.of(flags), 0);
    }

    Variant named(String other) {
        return new Variant(other, architecture, flags, parameter);
    }

    Variant at(double number) {
        return new Variant(name, architecture, flags, number);
    }
}
