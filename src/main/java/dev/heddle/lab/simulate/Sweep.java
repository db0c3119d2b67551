package dev.heddle.lab.simulate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An experiment on machines of several sizes, as JSON and as a table. */
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

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", experiment.name());
        json.put("question", experiment.question());
        json.put("metric", experiment.metric());
        json.put("unit", experiment.unit());
        json.put("points", points.stream().map(Point::toJson).toList());
        return json;
    }
}
