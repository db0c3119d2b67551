package dev.heddle.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables in Markdown: medians of the rounds, and medians of the ratios within each round. */
final class Report {
    private static final Pattern OTHER_SERVERS = Pattern.compile(
            "(httpserver|helidon-webserver|jetty-server|tomcat-embed-core|netty-codec-http)-\\d.*\\.jar");

    private final Settings settings;
    private final Map<Scenario, Map<Contender, List<Measurement>>> results;

    Report(Settings settings, Map<Scenario, Map<Contender, List<Measurement>>> results) {
        this.settings = settings;
        this.results = results;
    }

    /** A column: its title, and its cell for a server. */
    private record Column(String title, Function<Contender, String> cell) {}

    /** Results of one scenario. */
    private record Table(Map<Contender, List<Measurement>> rounds) {
        double median(Contender contender, ToDoubleFunction<Measurement> figure) {
            return middle(
                    rounds(contender).stream().mapToDouble(figure).sorted().toArray());
        }

        /** Median of the ratios to another server within each round; empty if that one was not measured. */
        String ratio(Contender contender, Contender base, ToDoubleFunction<Measurement> figure) {
            if (!rounds.containsKey(base)) {
                return "";
            }
            double[] ratios = new double[rounds(contender).size()];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = figure.applyAsDouble(rounds(contender).get(i))
                        / figure.applyAsDouble(rounds(base).get(i));
            }
            Arrays.sort(ratios);
            return number(2, middle(ratios));
        }

        List<Measurement> rounds(Contender contender) {
            return rounds.getOrDefault(contender, List.of());
        }

        private static double middle(double[] sorted) {
            int half = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        }

        Column figure(String title, int decimals, ToDoubleFunction<Measurement> figure) {
            return new Column(title, contender -> number(decimals, median(contender, figure)));
        }

        Column ratio(Contender base, ToDoubleFunction<Measurement> figure) {
            return new Column("/ " + base.label(), contender -> ratio(contender, base, figure));
        }

        Column range() {
            return new Column("lowest–highest", contender -> {
                var all = rounds(contender).stream()
                        .mapToDouble(Measurement::perSecond)
                        .summaryStatistics();
                return number(1, all.getMin() / 1e3) + "–" + number(1, all.getMax() / 1e3);
            });
        }
    }

    /** The whole report. */
    String text(List<String> arguments) {
        StringBuilder text = new StringBuilder();
        text.append("# Heddle and other servers\n\n").append(context(arguments));
        results.forEach((scenario, rounds) -> text.append(section(scenario, new Table(rounds))));
        return text.toString();
    }

    private String context(List<String> arguments) {
        String titles = settings.contenders().stream()
                .map(contender -> "- `" + contender.label() + "`: " + contender.title() + "\n")
                .collect(Collectors.joining());
        return """
                %s (%s); %s %s on %s; %d processors%s.
                Arguments: `%s`. %d rounds of %s s windows, %s s of warm-up, each JVM with -Xmx%s. %s.

                Medians of the rounds; ratios are medians of the ratios within each round. *server µs* is the server's
                processor time for a request, user and kernel, *client µs* the load client's, which shares the processors:
                where its *processors* are near 1, it limits the fastest servers, and only the server's time tells them
                apart.

                %s
                """.formatted(
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.runtime.version"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        processorModel(),
                        String.join(" ", arguments),
                        settings.rounds(),
                        seconds(settings.window().toMillis()),
                        seconds(settings.warmUp().toMillis()),
                        settings.heap(),
                        otherServers(),
                        titles);
    }

    private static String seconds(long millis) {
        return number(millis % 1000 == 0 ? 0 : 1, millis / 1e3);
    }

    /** The processor model, if the system reports it; else empty. */
    private static String processorModel() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.replaceFirst("[^:]*:", ","))
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** Versions of the other servers, from the names of their jars. */
    private static String otherServers() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(jar -> String.valueOf(Path.of(jar).getFileName()))
                .filter(jar -> OTHER_SERVERS.matcher(jar).matches())
                .map(jar -> jar.replace(".jar", "").replaceFirst("^httpserver", "robaho-httpserver"))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String section(Scenario scenario, Table table) {
        List<Column> columns = scenario.isOpenLoop() ? openLoop(table) : closedLoop(scenario, table);
        StringBuilder text = new StringBuilder();
        text.append("\n## ")
                .append(scenario.label())
                .append(": ")
                .append(scenario.title())
                .append("\n\n");
        text.append(row("server", columns, Column::title));
        text.append(row("---", columns, column -> "--:"));
        table.rounds()
                .keySet()
                .forEach(contender -> text.append(
                        row(contender.label(), columns, column -> column.cell().apply(contender))));
        return text.append(failures(table)).toString();
    }

    private static List<Column> closedLoop(Scenario scenario, Table table) {
        List<Column> columns = new ArrayList<>();
        columns.add(table.figure("k req/s", 1, measured -> measured.perSecond() / 1e3));
        columns.add(table.range());
        columns.add(table.ratio(Contender.PROTOTYPE, Measurement::perSecond));
        columns.add(table.ratio(Contender.NETTY, Measurement::perSecond));
        if (scenario.depth() == 1) {
            columns.add(table.figure("p50 µs", 0, Measurement::p50Micros));
            columns.add(table.figure("p99 µs", 0, Measurement::p99Micros));
        }
        columns.addAll(costs(table));
        return columns;
    }

    private static List<Column> openLoop(Table table) {
        List<Column> columns = new ArrayList<>();
        columns.add(table.figure("k req/s", 1, measured -> measured.perSecond() / 1e3));
        columns.add(table.figure("p50 µs", 0, Measurement::p50Micros));
        columns.add(table.figure("p99 µs", 0, Measurement::p99Micros));
        columns.add(table.ratio(Contender.PROTOTYPE, Measurement::p99Micros));
        columns.add(table.ratio(Contender.NETTY, Measurement::p99Micros));
        columns.add(table.figure("p99.9 µs", 0, Measurement::p999Micros));
        columns.addAll(costs(table));
        return columns;
    }

    private static List<Column> costs(Table table) {
        return List.of(
                table.figure("server µs", 2, Measurement::serverMicros),
                table.ratio(Contender.PROTOTYPE, Measurement::serverMicros),
                table.ratio(Contender.NETTY, Measurement::serverMicros),
                table.figure("processors", 2, Measurement::serverProcessors),
                table.figure("client µs", 2, Measurement::clientMicros),
                table.figure("processors", 2, Measurement::clientProcessors));
    }

    private static String row(String first, List<Column> columns, Function<Column, String> cell) {
        return "| " + first + " | " + columns.stream().map(cell).collect(Collectors.joining(" | ")) + " |\n";
    }

    private static String failures(Table table) {
        return table.rounds().keySet().stream()
                .filter(contender ->
                        table.median(contender, measured -> measured.run().failures()) > 0)
                .map(contender -> "\n" + contender.label() + ": connections that failed in a window, median "
                        + number(
                                0,
                                table.median(
                                        contender, measured -> measured.run().failures())) + ".\n")
                .collect(Collectors.joining());
    }

    private static String number(int decimals, double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
