package dev.heddle.lab.compare;

import java.util.List;

/**
 * A question to all or some of the architectures.
 *
 * @param name its name on the command line
 * @param title what it is about
 * @param setting how it is measured, in a sentence
 * @param variants the servers
 * @param experiment what is done to each of them
 * @param weight how many times as long as others it takes
 */
public record Scenario(
        String name, String title, String setting, List<Variant> variants, Experiment experiment, double weight) {
    /** The names of its servers. */
    public List<String> variantNames() {
        return variants.stream().map(Variant::name).toList();
    }
}
