package dev.heddle.live;

import dev.heddle.live.Figures.Gate;
import dev.heddle.live.Figures.LaneFigures;
import dev.heddle.live.Figures.Section;
import dev.heddle.live.Figures.Worker;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** Figures of a server that nothing limits, with some of them replaced. Immutable. */
record Sample(
        String architecture,
        double acceptQueue,
        @Nullable Gate gate,
        List<Section> sections,
        List<Worker> workers,
        Latency handled,
        Latency request) {
    static Sample of(String architecture) {
        return new Sample(architecture, 0, null, List.of(), List.of(), Latency.NONE, Latency.NONE);
    }

    Sample withAcceptQueue(double value) {
        return new Sample(architecture, value, gate, sections, workers, handled, request);
    }

    Sample withGate(Gate value) {
        return new Sample(architecture, acceptQueue, value, sections, workers, handled, request);
    }

    Sample withBusySections(double... busy) {
        List<Section> all = DoubleStream.of(busy)
                .mapToObj(each -> new Section(each, 0.1, 9000))
                .toList();
        return new Sample(architecture, acceptQueue, gate, all, workers, handled, request);
    }

    Sample withSection(Section only) {
        return new Sample(architecture, acceptQueue, gate, List.of(only), workers, handled, request);
    }

    Sample withBusyWorkers(double... busy) {
        List<Worker> all =
                DoubleStream.of(busy).mapToObj(each -> new Worker(8, 100, each)).toList();
        return new Sample(architecture, acceptQueue, gate, sections, all, handled, request);
    }

    /** The longest request in the server, and the longest wait of the probe, in microseconds. */
    Sample withLongest(long handledMicros, long requestMicros) {
        return new Sample(
                architecture,
                acceptQueue,
                gate,
                sections,
                workers,
                new Latency(10, 100, handledMicros, handledMicros),
                new Latency(20, 100, requestMicros, requestMicros));
    }

    Figures figures() {
        return new Figures(
                architecture,
                "own",
                2,
                16,
                acceptQueue,
                5,
                0,
                200,
                3,
                List.of(200.0),
                gate,
                sections,
                List.of(new LaneFigures("normal", 64, 1, 0, 200)),
                workers,
                handled,
                request,
                Latency.NONE);
    }
}
