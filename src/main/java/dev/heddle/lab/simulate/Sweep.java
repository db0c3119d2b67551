package dev.heddle.lab.simulate;

import java.util.List;

/** An experiment on machines of several sizes, on which it was simulated. */
record Sweep(Experiment experiment, List<Integer> cores, List<Point> points) {
    /** Requests that are counted in a simulation. */
    static final int REQUESTS = 20_000;

    /** And at least so many for each core, as there are more connections then. */
    private static final int REQUESTS_EACH = 1000;

    /** Runs the simulations, on all processors: each is by itself, and has the same seed. */
    static Sweep of(Experiment experiment, List<Integer> cores, long seed) {
        List<Point> points = experiment.designs().parallelStream()
                .flatMap(design -> cores.parallelStream()
                        .map(count -> new Point(design, count, outcome(experiment, design, count, seed))))
                .toList();
        return new Sweep(experiment, cores, points);
    }

    private static Outcome outcome(Experiment experiment, Design design, int cores, long seed) {
        int requests = Math.max(REQUESTS, REQUESTS_EACH * cores);
        return new Run(experiment.costs(), design, experiment.workload().apply(cores), cores, requests, seed).run();
    }
}
