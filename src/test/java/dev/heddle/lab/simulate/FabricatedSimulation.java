package dev.heddle.lab.simulate;

import dev.heddle.lab.Json;
import java.util.List;

/** A file of a simulation with figures that nothing has computed, for tests of its readers. */
public final class FabricatedSimulation {
    private static final Latencies LATENCIES = new Latencies("short", 100, 20, 10, 500, 900);

    private FabricatedSimulation() {}

    /** The file's text. On one core the simulation is right, on two it is not, and new connections were disturbed. */
    public static String text() {
        return Json.write(new SimulationFile(
                "heddle-simulation-1",
                1,
                CostsFile.of("a machine", "25", Costs.NONE, List.of()),
                List.of(
                        agreement(1, false, 1100, Verdict.AGREES),
                        agreement(2, false, 1500, Verdict.DIFFERS),
                        agreement(2, true, 1600, Verdict.DISTURBED)),
                List.of(
                        sweep(
                                "new-connections",
                                point("multi-acceptor", 8, 45_000, 1),
                                point("multi-acceptor", 4, 40_000, 1),
                                point("socket-sharded", 8, 90_000, 1)),
                        sweep("mix", point("single-acceptor", 4, 1000, 1)),
                        sweep("zipf", point("single-acceptor", 4, 1000, 0.7)))));
    }

    private static AgreementFigures agreement(int cores, boolean fresh, double simulated, Verdict verdict) {
        double others = verdict == Verdict.DISTURBED ? 0.4 : 0;
        return new AgreementFigures(
                "single-acceptor", cores, 64, fresh, 1000, 7, 6, others, simulated, simulated / 1000 - 1, verdict);
    }

    private static SweepFigures sweep(String name, PointFigures... points) {
        return new SweepFigures(name, "What does " + name + " show?", "metric", "unit", List.of(points));
    }

    private static PointFigures point(String architecture, int cores, double rate, double jain) {
        return new PointFigures(
                architecture,
                architecture,
                cores,
                0,
                rate,
                "nothing",
                LATENCIES,
                List.of(LATENCIES),
                List.of(0.5),
                List.of(100L),
                jain,
                List.of(0.0),
                List.of(),
                3,
                0,
                7,
                6);
    }
}
