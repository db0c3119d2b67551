package dev.heddle.lab.compare;

import java.io.IOException;

/** What is done to a server, and measured. */
@FunctionalInterface
public interface Experiment {
    /**
     * Measures a server that was started for this scenario.
     *
     * @throws IOException if it does not answer
     * @throws InterruptedException if the user has had enough
     */
    Figures measure(ServerUnderTest server, Bench bench) throws IOException, InterruptedException;
}
