package dev.heddle.lab.simulate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures the costs of this machine, and beside them the rates to judge the simulation by: loads on real servers, and processor times.
 * All loads are applied in turn, once in each round, so that a change of the machine's speed meets costs and rates alike. Costs
 * come from loads on one core, where there is one.
 */
final class Calibration {
    private static final int CONNECTIONS = 64;

    /** Small requests, which message-balanced handles in the dispatcher. */
    private static final String INLINE = "/plaintext";

    /** As small, but handled in a lane. */
    private static final String IN_LANE = "/bytes?n=13";

    private static final String ONE_DISPATCHER = "--dispatchers=1";

    private final double seconds;
    private final int rounds;
    private final boolean oneCore = DemoProcess.canChooseCores();
    private final int processors = Runtime.getRuntime().availableProcessors();
    private final Consumer<String> progress;

    /** By the number of their cores and their flags. */
    private final Map<List<String>, DemoProcess> servers = new LinkedHashMap<>();

    /** By their names: some serve for a cost and for a rate. */
    private final Map<String, RepeatedLoad> loads = new LinkedHashMap<>();

    /** A rate that is measured. */
    private record Rate(Design.Architecture architecture, int cores, RepeatedLoad load) {
        Measurement measured() {
            return Measurement.median(
                    load.loads().stream().map(this::measurement).toList());
        }

        private Measurement measurement(DemoProcess.Load once) {
            return new Measurement(
                    architecture,
                    cores,
                    load.connections(),
                    load.isFresh(),
                    once.rate(),
                    once.serverMicros(),
                    once.clientMicros(),
                    once.others() / 1e6);
        }
    }

    /**
     * @param seconds how long each load lasts
     * @param rounds how often each is applied
     * @param progress told what is measured now
     */
    Calibration(double seconds, int rounds, Consumer<String> progress) {
        this.seconds = seconds;
        this.rounds = rounds;
        this.progress = progress;
    }

    /** Starts the servers, measures, and ends them. For one call. */
    CostsFile measure() throws IOException {
        try {
            CostLoads costs = costs();
            List<Rate> rates = new ArrayList<>();
            if (oneCore) {
                rates.addAll(rates(1));
            }
            if (processors > 1 || !oneCore) {
                rates.addAll(rates(processors));
            }
            apply();
            loads.values().forEach(this::warn);
            return CostsFile.of(
                    processors + " cores, " + System.getProperty("os.arch") + ", " + System.getProperty("os.name") + " "
                            + System.getProperty("os.version"),
                    System.getProperty("java.version"),
                    costs.costs(oneCore ? 1 : processors),
                    rates.stream().map(Rate::measured).toList());
        } finally {
            servers.values().forEach(DemoProcess::close);
        }
    }

    private void warn(RepeatedLoad load) {
        if (load.isDisturbed()) {
            progress.accept(
                    "disturbed by other programs each time, so what it says is not to be trusted: " + load.name());
        }
    }

    private void apply() throws IOException {
        for (int round = 1; round <= rounds; round++) {
            for (RepeatedLoad load : loads.values()) {
                load.apply(seconds);
                progress.accept("round " + round + " of " + rounds + ": " + load.name() + ": " + load.latest());
            }
        }
    }

    private List<Rate> rates(int cores) throws IOException {
        List<Rate> rates = new ArrayList<>();
        for (boolean fresh : new boolean[] {false, true}) {
            for (Design.Architecture architecture : Design.Architecture.values()) {
                rates.add(new Rate(
                        architecture,
                        cores,
                        load(oneCore && cores == 1, INLINE, CONNECTIONS, 1, fresh, architecture.label())));
            }
        }
        return rates;
    }

    private CostLoads costs() throws IOException {
        String grained = Design.Architecture.SINGLE_ACCEPTOR.label();
        String alone = Design.Architecture.SINGLE_THREADED.label();
        String balanced = Design.Architecture.MESSAGE_BALANCED.label();
        return new CostLoads(
                load(oneCore, INLINE, CONNECTIONS, 1, false, grained),
                load(oneCore, INLINE, 1, 1, false, grained),
                load(oneCore, INLINE, CONNECTIONS, CostLoads.PIPELINED, false, grained),
                load(oneCore, INLINE, CONNECTIONS, 1, true, grained),
                load(oneCore, IN_LANE, CONNECTIONS, 1, false, grained),
                load(oneCore, IN_LANE, CONNECTIONS, 1, false, balanced),
                load(oneCore, INLINE, CONNECTIONS, 1, false, balanced, ONE_DISPATCHER),
                load(oneCore, IN_LANE, CONNECTIONS, 1, false, balanced, ONE_DISPATCHER),
                load(false, INLINE, CONNECTIONS, 1, false, balanced),
                load(false, INLINE, CONNECTIONS, 1, false, balanced, ONE_DISPATCHER),
                load(oneCore, INLINE, CONNECTIONS, 1, false, alone),
                load(false, INLINE, CONNECTIONS, 1, false, alone));
    }

    private RepeatedLoad load(
            boolean onOneCore, String path, int connections, int pipelined, boolean fresh, String... flags)
            throws IOException {
        String name = String.join(" ", flags) + " on " + (onOneCore ? "1 core" : processors + " cores") + ", " + path
                + (pipelined > 1 ? ", pipelined by " + pipelined : "")
                + (fresh ? ", new connections" : connections == 1 ? ", 1 connection" : "");
        RepeatedLoad known = loads.get(name);
        if (known != null) {
            return known;
        }
        RepeatedLoad load = new RepeatedLoad(name, server(onOneCore, flags), path, connections, pipelined, fresh);
        loads.put(name, load);
        return load;
    }

    private DemoProcess server(boolean onOneCore, String... flags) throws IOException {
        List<String> key = new ArrayList<>(List.of(flags));
        key.add(0, Boolean.toString(onOneCore));
        DemoProcess running = servers.get(key);
        if (running != null) {
            return running;
        }
        progress.accept(
                "starting " + String.join(" ", flags) + " on " + (onOneCore ? "1 core" : processors + " cores"));
        List<String> arguments = new ArrayList<>(List.of(flags));
        arguments.add(0, "--architecture");
        DemoProcess server = new DemoProcess(onOneCore, arguments.toArray(String[]::new));
        servers.put(key, server);
        server.warmUp();
        server.pause(); // Until its load is applied: idle ones would disturb the others.
        return server;
    }
}
