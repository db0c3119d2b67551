package dev.heddle.lab.compare;

import static dev.heddle.lab.compare.Scenarios.kind;
import static dev.heddle.lab.compare.Variant.running;

import dev.heddle.lab.compare.Bench.Observed;
import java.util.ArrayList;
import java.util.List;

/** Whether computing handlers use all processors, by the number of carriers. */
public final class CoresScenario {
    private final Extent extent;

    CoresScenario(Extent extent) {
        this.extent = extent;
    }

    Scenario cores() {
        List<Variant> needed = new ArrayList<>(List.of(running("single-threaded")));
        needed.add(carriers(1));
        if (extent.processors() > 1) {
            needed.add(carriers(extent.processors()));
        }
        needed.add(carriers(2 * extent.processors()));
        List<Variant> others = new ArrayList<>();
        for (int count = 2; count < extent.processors(); count *= 2) {
            others.add(carriers(count));
        }
        others.add(carriers(4 * extent.processors()));
        others.addAll(List.of(running("multi-acceptor"), running("message-balanced"), running("socket-sharded")));
        return new Scenario(
                "cores",
                "Computing handlers on more and more carriers",
                "16 connections, closed loop, each request computes for 500 µs.",
                extent.some(needed, others),
                (server, bench) -> {
                    Observed seen = bench.observe(
                            server,
                            server.load(kind("computing", "/spin?us=500", 1)).withConnections(16));
                    return Figures.none()
                            .with("rate", seen.load().rate())
                            .with("processors", seen.processors())
                            .withLatencies("computing", seen.load().allLatencies());
                },
                1);
    }

    private static Variant carriers(int count) {
        return running("single-acceptor", "--carriers", Integer.toString(count)).named(carrierName(count));
    }

    /** The name of the server with that many carriers. */
    public static String carrierName(int count) {
        return "single-acceptor, " + count + (count == 1 ? " carrier" : " carriers");
    }
}
