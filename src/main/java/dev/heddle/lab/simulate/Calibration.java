package dev.heddle.lab.simulate;

import com.google.gson.JsonObject;
import dev.heddle.concurrent.AcceptGate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures the costs of this machine: loads on real servers, and processor times. The costs come from loads on one core, where there is
 * one; the rates on one core and on all are measured beside them, to judge the simulation by.
 */
final class Calibration {
    private static final int CONNECTIONS = 64;
    private static final int PIPELINED = 16;

    /** The part of a request's system calls that is the read; the rest is the write, in which the kernel also delivers. */
    private static final int READ_SHARE = 4;

    /** Measurements in this process are repeated, and the least counts: other programs can only make it more. */
    private static final int REPETITIONS = 21;

    /** Of a million: where other programs use more of the cores, costs are remarked on. */
    private static final int MOST_OTHERS = 100_000;

    /** With fewer waits for a request, what they cost cannot be seen. */
    private static final double LEAST_WAITS = 0.01;

    private static final int ACCEPTED = 256;
    private static final int STARTED = 2000;

    private final double seconds;
    private final int rounds;
    private final boolean oneCore = DemoProcess.canChooseCores();
    private final Consumer<String> progress;

    /**
     * @param seconds how long each load lasts
     * @param rounds how often each is repeated
     * @param progress told what is measured now
     */
    Calibration(double seconds, int rounds, Consumer<String> progress) {
        this.seconds = seconds;
        this.rounds = rounds;
        this.progress = progress;
    }

    CostsFile measure() throws IOException {
        Costs costs = costs();
        List<Measurement> measured = new ArrayList<>();
        int processors = Runtime.getRuntime().availableProcessors();
        if (oneCore) {
            measured.addAll(rates(1));
        }
        if (processors > 1 || !oneCore) {
            measured.addAll(rates(processors));
        }
        return CostsFile.of(
                processors + " cores, " + System.getProperty("os.arch") + ", " + System.getProperty("os.name") + " "
                        + System.getProperty("os.version"),
                System.getProperty("java.version"),
                costs,
                measured);
    }

    // ---- rates, to compare with

    private List<Measurement> rates(int cores) throws IOException {
        Map<Design.Architecture, DemoProcess> servers = new EnumMap<>(Design.Architecture.class);
        try {
            for (Design.Architecture architecture : Design.Architecture.values()) {
                progress.accept("starting " + architecture.label());
                DemoProcess server = new DemoProcess(cores == 1 && oneCore, "-a", architecture.label());
                servers.put(architecture, server);
                server.warmUp();
            }
            List<Measurement> both = new ArrayList<>(rates(servers, cores, false));
            both.addAll(rates(servers, cores, true));
            return both;
        } finally {
            servers.values().forEach(DemoProcess::close);
        }
    }

    /** The median of each server, of interleaved rounds. */
    private List<Measurement> rates(Map<Design.Architecture, DemoProcess> servers, int cores, boolean fresh)
            throws IOException {
        Map<Design.Architecture, List<Measurement>> all = new EnumMap<>(Design.Architecture.class);
        for (int round = 1; round <= rounds; round++) {
            for (Map.Entry<Design.Architecture, DemoProcess> server : servers.entrySet()) {
                Design.Architecture architecture = server.getKey();
                progress.accept("rate of " + architecture.label() + " on " + cores + (cores == 1 ? " core" : " cores")
                        + (fresh ? ", new connections" : "") + ", round " + round + " of " + rounds);
                all.computeIfAbsent(architecture, key -> new ArrayList<>())
                        .add(rate(server.getValue(), architecture, cores, fresh));
            }
        }
        return all.values().stream().map(Measurement::median).toList();
    }

    private Measurement rate(DemoProcess server, Design.Architecture architecture, int cores, boolean fresh)
            throws IOException {
        DemoProcess.Load load = server.load("/plaintext", CONNECTIONS, 1, fresh, seconds);
        return new Measurement(
                architecture,
                cores,
                CONNECTIONS,
                fresh,
                load.rate(),
                load.serverMicros(),
                load.clientMicros(),
                load.others() / 1e6);
    }

    // ---- costs

    private Costs costs() throws IOException {
        progress.accept("starting servers");
        try (DemoProcess grained = new DemoProcess(oneCore, "-a", "single-acceptor");
                DemoProcess balanced = new DemoProcess(oneCore, "-a", "message-balanced");
                DemoProcess dispatched = new DemoProcess(oneCore, "-a", "message-balanced", "--dispatchers", "1");
                DemoProcess onAll = new DemoProcess(false, "-a", "message-balanced");
                DemoProcess contended = new DemoProcess(false, "-a", "message-balanced", "--dispatchers", "1")) {
            for (DemoProcess each : List.of(grained, balanced, dispatched, onAll, contended)) {
                each.warmUp();
            }
            return costs(grained, balanced, dispatched, resumeNanos(onAll, contended));
        }
    }

    private Costs costs(DemoProcess grained, DemoProcess balanced, DemoProcess dispatched, long resume)
            throws IOException {
        progress.accept("costs of a request");
        DemoProcess.Load kept = least(grained, "/plaintext", CONNECTIONS, 1, false);
        DemoProcess.Load alone = least(grained, "/plaintext", 1, 1, false);
        DemoProcess.Load pipelined = least(grained, "/plaintext", CONNECTIONS, PIPELINED, false);
        progress.accept("costs of a connection");
        DemoProcess.Load fresh = least(grained, "/plaintext", CONNECTIONS, 1, true);
        progress.accept("costs of dispatching");
        DemoProcess.Load plain = least(grained, "/bytes?n=13", CONNECTIONS, 1, false);
        DemoProcess.Load lane = least(balanced, "/bytes?n=13", CONNECTIONS, 1, false);
        long heldInline = heldNanos(dispatched, "/plaintext");
        long heldLane = heldNanos(dispatched, "/bytes?n=13");

        long request = nanos(kept.serverMicros());
        // Pipelined, a system call serves many requests.
        long calls = Math.max(0, (request - nanos(pipelined.serverMicros())) * PIPELINED / (PIPELINED - 1));
        long memory = request - Math.min(request, calls);
        // Inline, the handler runs in the dispatcher's serial section, in a lane it does not.
        long handle = Math.min(memory, Math.max(0, heldInline - heldLane));
        long frame = memory - handle;
        long dispatch = Math.max(0, heldLane - frame);
        long laneNanos = nanos(lane.serverMicros() - plain.serverMicros());
        // A request that is alone pays for a look and a wake of its own, on either side.
        long serverAlone = nanos(alone.serverMicros() - kept.serverMicros());
        long clientAlone = nanos(alone.clientMicros() - kept.clientMicros());
        long accept = leastOf(Calibration::acceptNanos);
        long start = leastOf(Calibration::startNanos);
        return new Costs(
                accept,
                start,
                nanos(fresh.serverMicros() - kept.serverMicros() - (accept + start) / 1e3),
                leastOf(Calibration::gateNanos),
                calls / READ_SHARE,
                frame,
                handle,
                calls - calls / READ_SHARE,
                dispatch,
                Math.max(0, laneNanos - dispatch),
                resume,
                serverAlone / 2,
                serverAlone / 2,
                nanos(kept.clientMicros()),
                nanos(fresh.clientMicros() - kept.clientMicros()),
                clientAlone / 2,
                clientAlone / 2);
    }

    private static long nanos(double micros) {
        return Math.max(0, Math.round(micros * 1e3));
    }

    /** The load that other programs disturbed the least. */
    private DemoProcess.Load least(DemoProcess server, String path, int connections, int pipelined, boolean fresh)
            throws IOException {
        List<DemoProcess.Load> loads = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            loads.add(server.load(path, connections, pipelined, fresh, seconds));
        }
        DemoProcess.Load least = Collections.min(loads, Comparator.comparingLong(DemoProcess.Load::others));
        if (least.others() > MOST_OTHERS) {
            progress.accept("disturbed: other programs used " + least.others() / 10_000
                    + " % of the cores, so these costs are not to be trusted");
        }
        return least;
    }

    /**
     * For how long a message holds its dispatcher, by the server's own statistics. The least of all rounds, as the time in which another
     * program has the core counts, too.
     */
    private long heldNanos(DemoProcess server, String path) throws IOException {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < rounds; i++) {
            JsonObject before = server.stats();
            server.load(path, CONNECTIONS, 1, false, seconds);
            JsonObject after = server.stats();
            double requests = number(after, "requests") - number(before, "requests");
            least = Math.min(least, (busyNanos(after) - busyNanos(before)) / requests);
        }
        return Math.round(least);
    }

    private static double number(JsonObject stats, String name) {
        return stats.get(name).getAsDouble();
    }

    private static double busyNanos(JsonObject stats) {
        return number(stats, "dispatcherUtilization") * number(stats, "uptimeMillis") * 1e6;
    }

    /** What a dispatcher that threads wait for costs, for each wait: one dispatcher on all cores beside one for each. */
    private long resumeNanos(DemoProcess onAll, DemoProcess contended) throws IOException {
        progress.accept("costs of a serial section");
        double each = least(onAll, "/plaintext", CONNECTIONS, 1, false).serverMicros();
        JsonObject before = contended.stats();
        double one = least(contended, "/plaintext", CONNECTIONS, 1, false).serverMicros();
        JsonObject after = contended.stats();
        double waits = (waits(after) - waits(before)) / (number(after, "requests") - number(before, "requests"));
        return waits < LEAST_WAITS ? 0 : nanos((one - each) / waits);
    }

    private static double waits(JsonObject stats) {
        return stats.getAsJsonArray("dispatchers")
                .get(0)
                .getAsJsonObject()
                .get("contended")
                .getAsDouble();
    }

    // ---- what is measured in this process

    private interface Timed {
        long nanos() throws IOException;
    }

    private static long leastOf(Timed timed) throws IOException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < REPETITIONS; i++) {
            least = Math.min(least, timed.nanos());
        }
        return least;
    }

    /** The system calls that accept a connection and prepare it, of connections that wait in the kernel's queue. */
    private static long acceptNanos() throws IOException {
        List<SocketChannel> open = new ArrayList<>();
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), ACCEPTED);
            for (int i = 0; i < ACCEPTED; i++) {
                open.add(SocketChannel.open(listener.getLocalAddress()));
            }
            long start = System.nanoTime();
            for (int i = 0; i < ACCEPTED; i++) {
                SocketChannel accepted = listener.accept();
                accepted.configureBlocking(false);
                open.add(accepted);
            }
            return (System.nanoTime() - start) / ACCEPTED;
        } finally {
            for (SocketChannel each : open) {
                each.close();
            }
        }
    }

    private static long startNanos() {
        long start = System.nanoTime();
        for (int i = 0; i < STARTED; i++) {
            Thread.startVirtualThread(() -> {});
        }
        return (System.nanoTime() - start) / STARTED;
    }

    private static long gateNanos() {
        AcceptGate gate = new AcceptGate();
        long start = System.nanoTime();
        for (int i = 0; i < STARTED; i++) {
            gate.acquire();
            gate.release();
        }
        return (System.nanoTime() - start) / STARTED;
    }
}
