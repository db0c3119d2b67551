package dev.heddle.cli;

import dev.heddle.metrics.ServerStats;
import dev.heddle.metrics.ServerStats.AcceptGateStats;
import dev.heddle.metrics.ServerStats.LaneStats;
import dev.heddle.metrics.ServerStats.SerialSectionStats;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A server's statistics as JSON (RFC 8259). Times are whole milliseconds or microseconds, as their names say. */
final class StatsJson {
    private StatsJson() {}

    /** One JSON object on one line. */
    static String of(ServerStats stats) {
        AcceptGateStats gate = stats.acceptGate();
        return object(
                        field("architecture", string(stats.architecture())),
                        field("carriers", stats.carriers()),
                        field("uptimeMillis", stats.uptime().toMillis()),
                        field("connections", connections(stats)),
                        field("acceptFailures", stats.acceptFailures()),
                        field("requests", stats.requests()),
                        field(
                                "requestsPerAcceptor",
                                array(stats.requestsPerAcceptor().stream()
                                        .map(String::valueOf)
                                        .toList())),
                        field("acceptGate", gate(gate)),
                        field(
                                "dispatchers",
                                array(stats.serialSections().stream()
                                        .map(StatsJson::section)
                                        .toList())),
                        field("dispatcherUtilization", fraction(meanUtilization(stats.serialSections()))),
                        field(
                                "lanes",
                                array(stats.lanes().stream()
                                        .map(StatsJson::lane)
                                        .toList())),
                        field("rejectedMessages", stats.messagesRejected()),
                        field("bufferedBytes", stats.bufferedBytes()),
                        field("inFlight", stats.inFlight()),
                        field("inFlightPeak", stats.inFlightPeak()))
                + "\n";
    }

    private static String connections(ServerStats stats) {
        return object(
                field("open", stats.connectionsOpen()),
                field("peak", stats.connectionsPeak()),
                field("accepted", stats.connectionsAccepted()),
                field("rejected", stats.connectionsRejected()));
    }

    private static String gate(@Nullable AcceptGateStats gate) {
        if (gate == null) {
            return "null";
        }
        return object(
                field("waiting", gate.waiting()),
                field("acquisitions", gate.acquisitions()),
                field("waitTotalMicros", micros(gate.waitTotal())),
                field("waitMaxMicros", micros(gate.waitMax())));
    }

    private static String section(SerialSectionStats section) {
        return object(
                field("utilization", fraction(section.utilization())),
                field("recentUtilization", fraction(section.recentUtilization())),
                field("acquisitions", section.acquisitions()),
                field("contended", section.contended()));
    }

    private static String lane(LaneStats lane) {
        return object(
                field("name", string(lane.name())),
                field("limit", lane.limit()),
                field("running", lane.running()),
                field("waiting", lane.waiting()),
                field("submitted", lane.submitted()));
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

    private static String object(String... fields) {
        return "{" + String.join(",", fields) + "}";
    }

    private static String array(List<String> values) {
        return "[" + String.join(",", values) + "]";
    }

    private static String field(String name, long value) {
        return field(name, Long.toString(value));
    }

    private static String field(String name, String value) {
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
