package dev.heddle.cli;

import dev.heddle.metrics.ServerStats;
import dev.heddle.metrics.ServerStats.AcceptGateStats;
import dev.heddle.metrics.ServerStats.LaneStats;
import dev.heddle.metrics.ServerStats.SerialSectionStats;
import dev.heddle.metrics.ServerStats.WorkerStats;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A server's statistics as JSON (RFC 8259). Times are whole milliseconds or microseconds, as their names say. */
final class StatsJson {
    private StatsJson() {}

    /** One JSON object on one line. */
    static String of(ServerStats stats) {
        return of(stats, ServedLog.NONE);
    }

    /** The same, with the figures of an access log. */
    static String of(ServerStats stats, ServedLog log) {
        String figures = figures(stats);
        return figures.substring(0, figures.length() - 1) + log.figures() + "}\n";
    }

    private static String figures(ServerStats stats) {
        AcceptGateStats gate = stats.acceptGate();
        return object(
                member("architecture", string(stats.architecture())),
                member("scheduler", string(stats.scheduler())),
                member("carriers", stats.carriers()),
                member("uptimeMillis", stats.uptime().toMillis()),
                member("connections", connections(stats)),
                member("acceptFailures", stats.acceptFailures()),
                member("requests", stats.requests()),
                member(
                        "requestsPerAcceptor",
                        array(stats.requestsPerAcceptor().stream()
                                .map(String::valueOf)
                                .toList())),
                member("acceptGate", gate(gate)),
                member(
                        "dispatchers",
                        array(stats.serialSections().stream()
                                .map(StatsJson::section)
                                .toList())),
                member("dispatcherUtilization", fraction(meanUtilization(stats.serialSections()))),
                member(
                        "lanes",
                        array(stats.lanes().stream().map(StatsJson::lane).toList())),
                member(
                        "workers",
                        array(stats.workers().stream().map(StatsJson::worker).toList())),
                member("rejectedMessages", stats.messagesRejected()),
                member("bufferedBytes", stats.bufferedBytes()),
                member("inFlight", stats.inFlight()),
                member("inFlightPeak", stats.inFlightPeak()));
    }

    private static String connections(ServerStats stats) {
        return object(
                member("open", stats.connectionsOpen()),
                member("peak", stats.connectionsPeak()),
                member("accepted", stats.connectionsAccepted()),
                member("rejected", stats.connectionsRejected()));
    }

    private static String gate(@Nullable AcceptGateStats gate) {
        if (gate == null) {
            return "null";
        }
        return object(
                member("waiting", gate.waiting()),
                member("acquisitions", gate.acquisitions()),
                member("waitTotalMicros", micros(gate.waitTotal())),
                member("waitMaxMicros", micros(gate.waitMax())));
    }

    private static String section(SerialSectionStats section) {
        return object(
                member("utilization", fraction(section.utilization())),
                member("recentUtilization", fraction(section.recentUtilization())),
                member("acquisitions", section.acquisitions()),
                member("contended", section.contended()));
    }

    private static String lane(LaneStats lane) {
        return object(
                member("name", string(lane.name())),
                member("limit", lane.limit()),
                member("running", lane.running()),
                member("waiting", lane.waiting()),
                member("submitted", lane.submitted()));
    }

    private static String worker(WorkerStats worker) {
        return object(
                member("connections", worker.connections()),
                member("messages", worker.messages()),
                member("utilization", fraction(worker.utilization())),
                member("recentUtilization", fraction(worker.recentUtilization())));
    }

    private static double meanUtilization(List<SerialSectionStats> sections) {
        return sections.stream()
                .mapToDouble(SerialSectionStats::utilization)
                .average()
                .orElse(0);
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1000;
    }

    // ---- JSON

    private static String object(String... members) {
        return "{" + String.join(",", members) + "}";
    }

    private static String array(List<String> values) {
        return "[" + String.join(",", values) + "]";
    }

    private static String member(String name, long value) {
        return member(name, Long.toString(value));
    }

    private static String member(String name, String value) {
        return string(name) + ":" + value;
    }

    /** A number with four decimal places; 0 for NaN and infinity, which JSON lacks. */
    private static String fraction(double value) {
        return Double.isFinite(value) ? Double.toString(Math.round(value * 10_000) / 10_000.0) : "0";
    }

    /** A JSON string (RFC 8259 7). */
    static String string(String text) {
        return text.chars()
                .mapToObj(c -> switch (c) {
                    case '"' -> "\\\"";
                    case '\\' -> "\\\\";
                    default -> c < ' ' ? String.format("\\u%04x", c) : Character.toString(c);
                })
                .collect(Collectors.joining("", "\"", "\""));
    }
}
