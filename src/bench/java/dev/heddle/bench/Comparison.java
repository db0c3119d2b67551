package dev.heddle.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.heddle.bench.LoadClient.Run;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Compares servers under the same load and prints tables. How to run it and how to read its tables is in {@code
 * docs/performance.md}.
 *
 * <p>Every server has a JVM of its own; all of them run the whole time, and all but the measured one are idle. A
 * round runs each scenario on each server, one directly after the other, so that a disturbance of the machine affects
 * them all; servers are compared within a round only. Each round begins with another server.
 */
public final class Comparison {
    /** Load before each window: opens the connections, and lets those of the last scenario close. */
    private static final Duration SETTLE = Duration.ofMillis(250);

    private static final OperatingSystemMXBean SELF = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Settings settings;
    private final List<ServerProcess> servers = new ArrayList<>();
    private final Map<Scenario, Map<Contender, List<Measurement>>> results = new EnumMap<>(Scenario.class);

    private Comparison(Settings settings) {
        this.settings = settings;
    }

    /** Takes the arguments of {@link Settings#USAGE}. */
    public static void main(String[] arguments) throws IOException {
        Settings settings;
        try {
            settings = Settings.of(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + Settings.USAGE);
            System.exit(2);
            return;
        }
        Comparison comparison = new Comparison(settings);
        try {
            comparison.run();
        } finally {
            comparison.servers.forEach(ServerProcess::close);
        }
        System.out.print(new Report(settings, comparison.results).text(List.of(arguments)));
    }

    private void run() throws IOException {
        for (Contender contender : settings.contenders()) {
            progress("start and warm up " + contender.label());
            ServerProcess server = ServerProcess.start(contender, settings.heap());
            servers.add(server);
            warmUp(server);
        }
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Scenario scenario : settings.scenarios()) {
                progress("round " + round + " of " + settings.rounds() + ", " + scenario.label());
                for (ServerProcess server : servers) {
                    results.computeIfAbsent(scenario, first -> new EnumMap<>(Contender.class))
                            .computeIfAbsent(server.contender(), first -> new ArrayList<>())
                            .add(measure(server, scenario));
                }
            }
            Collections.rotate(servers, 1);
        }
    }

    private void warmUp(ServerProcess server) throws IOException {
        Duration each = settings.warmUp().dividedBy(settings.scenarios().size());
        for (Scenario scenario : settings.scenarios()) {
            try (LoadClient client = new LoadClient(server.address(), scenario, settings.rate())) {
                client.run(each);
            }
        }
    }

    private Measurement measure(ServerProcess server, Scenario scenario) throws IOException {
        try (LoadClient client = new LoadClient(server.address(), scenario, settings.rate())) {
            client.run(SETTLE);
            Duration serverBefore = server.processorTime();
            Duration clientBefore = ownProcessorTime();
            Run run = client.run(settings.window());
            return new Measurement(
                    run,
                    server.processorTime().minus(serverBefore),
                    ownProcessorTime().minus(clientBefore));
        } catch (IOException e) {
            throw new IOException(server.contender().label() + ", " + e.getMessage(), e);
        }
    }

    private static Duration ownProcessorTime() {
        return Duration.ofNanos(SELF.getProcessCpuTime());
    }

    private static void progress(String what) {
        System.err.println(what);
    }
}
