package dev.heddle.admin;

import dev.heddle.Server;
import dev.heddle.accesslog.AccessLog;
import dev.heddle.metrics.ServerStats;
import dev.heddle.metrics.ServerStats.AcceptGateStats;
import dev.heddle.metrics.ServerStats.CertificateStats;
import dev.heddle.metrics.ServerStats.LaneStats;
import dev.heddle.metrics.ServerStats.SerialSectionStats;
import dev.heddle.metrics.ServerStats.WorkerStats;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every metric of a server, from one snapshot of its statistics and from what the events have counted. Names are those of OpenTelemetry's
 * conventions for HTTP where these have one; the others begin with {@code heddle_}.
 */
final class ServerMetrics {
    private static final String ACCEPTOR_LABEL = "acceptor";
    private static final String DISPATCHER_LABEL = "dispatcher";
    private static final String CARRIER_LABEL = "carrier";
    private static final String RESULT_LABEL = "result";

    /** Of servers that speak TLS. */
    private static final Set<String> SECURE_SCHEMES = Set.of("https", "tls");

    private ServerMetrics() {}

    /**
     * The metrics now. For any thread.
     *
     * @param log the server's access log; null if it has none
     */
    static MetricSnapshots of(Server server, EventCounters counters, boolean ready, @Nullable AccessLog log) {
        ServerStats stats = server.stats();
        MetricFamilies families = new MetricFamilies();
        requests(families, server.uri().getScheme(), stats, counters);
        state(families, stats, ready);
        connections(families, server.options().limits().connections(), stats);
        if (SECURE_SCHEMES.contains(server.uri().getScheme())) {
            handshakes(families, counters);
            certificates(families, stats.certificates());
        }
        failures(families, counters);
        if (log != null) {
            accessLog(families, log);
        }
        acceptGate(families, stats.acceptGate());
        dispatchers(families, stats.serialSections());
        lanes(families, stats.lanes());
        carriers(families, stats);
        return families.all();
    }

    private static void requests(MetricFamilies families, String scheme, ServerStats stats, EventCounters counters) {
        if (scheme.startsWith("http")) {
            families.histograms(
                    "http_server_request_duration_seconds",
                    "From when a request was begun to be read until its response was written.",
                    counters.requests().snapshots(scheme));
            families.gauge(
                    "http_server_active_requests",
                    "Requests that are being handled or answered now.",
                    Labels.of("url_scheme", scheme),
                    stats.inFlight());
        }
        families.counters(
                "heddle_messages",
                "Messages whose handling has ended, by the acceptor of their connection.",
                MetricFamilies.numbered(ACCEPTOR_LABEL, stats.requestsPerAcceptor()),
                count -> count);
        families.gauge(
                "heddle_messages_in_flight_peak",
                "The most messages that were in flight at a time, sampled.",
                stats.inFlightPeak());
    }

    private static void state(MetricFamilies families, ServerStats stats, boolean ready) {
        families.info(
                "heddle_server",
                "How the server was started.",
                Labels.of("architecture", stats.architecture(), "scheduler", stats.scheduler()));
        families.gauge("heddle_ready", "Whether /health/ready is 200: 1, or 0 while it is 503.", ready ? 1 : 0);
        families.gauge("heddle_uptime_seconds", "The time since the server was opened.", stats.uptime());
    }

    private static void connections(MetricFamilies families, int limit, ServerStats stats) {
        families.gauge("heddle_active_connections", "Connections that are open now.", stats.connectionsOpen());
        families.gauge(
                "heddle_active_connections_peak",
                "The most connections that were open at a time.",
                stats.connectionsPeak());
        families.gauge("heddle_connection_limit", "How many connections may be open.", limit);
        families.counter(
                "heddle_connections_accepted",
                "Connections that were accepted, rejected ones included.",
                stats.connectionsAccepted());
        families.counter(
                "heddle_accept_failures",
                "Accepts that failed, mostly because file descriptors ran out.",
                stats.acceptFailures());
        families.counter(
                "heddle_connections_untrusted",
                "Connections that were closed as a PROXY header was expected, and they may send none or sent no valid one.",
                stats.connectionsUntrusted());
        Map<Labels, Long> rejections = new LinkedHashMap<>();
        rejections.put(Labels.of("reason", "connection_limit"), stats.connectionsRejected());
        rejections.put(
                Labels.of("reason", "messages_in_flight"),
                stats.messagesRejected() - stats.messagesRejectedForMemory());
        rejections.put(Labels.of("reason", "buffer_memory"), stats.messagesRejectedForMemory());
        families.counters(
                "heddle_rejections",
                "Connections and messages that were rejected, by the limit that was reached.",
                rejections,
                count -> count);
        families.gauge(
                "heddle_buffered_bytes",
                "What the connections' buffers hold beyond what idle connections hold.",
                stats.bufferedBytes());
    }

    private static void handshakes(MetricFamilies families, EventCounters counters) {
        families.counters(
                "heddle_tls_handshakes",
                "Handshakes that have ended, by how.",
                byResult("completed", counters.handshakesCompleted(), counters.handshakesFailed()),
                count -> count);
        families.counter(
                "heddle_tls_handshake_seconds",
                "How long all completed handshakes together took, waits for the clients included.",
                Duration.ofNanos(counters.handshakeNanos()));
        families.counters(
                "heddle_tls_certificate_reloads",
                "Changes of the certificates' files, by whether the new certificates are served.",
                byResult("served", counters.certificatesReloaded(), counters.certificatesNotReloaded()),
                count -> count);
    }

    private static void certificates(MetricFamilies families, List<CertificateStats> served) {
        Map<Labels, CertificateStats> certificates = new LinkedHashMap<>();
        for (CertificateStats each : served) {
            Labels labels = Labels.of("subject", each.subject(), "serial_number", each.serialNumber());
            // Issuers that do not know of each other may use the same number; then the alert is on the first to expire.
            certificates.merge(labels, each, (a, b) -> a.expiresAt() < b.expiresAt() ? a : b);
        }
        families.gauges(
                "heddle_tls_certificate_expiry_timestamp_seconds",
                "When a certificate that is served expires, in seconds since 1970.",
                certificates,
                CertificateStats::expiresAt);
    }

    private static Map<Labels, Long> byResult(String success, long succeeded, long failed) {
        return Map.of(Labels.of(RESULT_LABEL, success), succeeded, Labels.of(RESULT_LABEL, "failed"), failed);
    }

    private static void failures(MetricFamilies families, EventCounters counters) {
        families.counter(
                "heddle_protocol_errors",
                "Messages of peers that broke the protocol or were too slow.",
                counters.protocolErrors());
        families.counter("heddle_handler_failures", "Handlers that failed.", counters.handlerFailures());
        families.counter(
                "heddle_handler_timeouts",
                "Handlers that did not return within their timeout.",
                counters.handlerTimeouts());
        families.counter(
                "heddle_internal_failures",
                "Failures of the server itself: on a connection, of the watchdog, of a carrier or of the access log.",
                counters.internalFailures());
    }

    private static void accessLog(MetricFamilies families, AccessLog log) {
        families.counters(
                "heddle_access_log_lines",
                "Lines of the access log, by whether they were written or dropped.",
                Map.of(
                        Labels.of(RESULT_LABEL, "written"), log.written(),
                        Labels.of(RESULT_LABEL, "dropped"), log.dropped()),
                count -> count);
    }

    private static void acceptGate(MetricFamilies families, @Nullable AcceptGateStats gate) {
        if (gate == null) {
            return;
        }
        families.gauge(
                "heddle_accept_gate_waiting",
                "Acceptors that wait for the gate to the shared socket; the one that holds it is not included.",
                gate.waiting());
        families.counter("heddle_accept_gate_acquisitions", "How often the gate was acquired.", gate.acquisitions());
        families.counter(
                "heddle_accept_gate_wait_seconds",
                "How long all acceptors together waited for the gate.",
                gate.waitTotal());
        families.gauge("heddle_accept_gate_wait_max_seconds", "The longest wait for the gate.", gate.waitMax());
    }

    private static void dispatchers(MetricFamilies families, List<SerialSectionStats> sections) {
        Map<Labels, SerialSectionStats> dispatchers = MetricFamilies.numbered(DISPATCHER_LABEL, sections);
        families.counters(
                "heddle_dispatcher_busy_seconds",
                "For how long a dispatcher, or the one thread of single-threaded, was held.",
                dispatchers,
                section -> MetricFamilies.seconds(section.busy()));
        families.counters(
                "heddle_dispatcher_acquisitions",
                "How often it was acquired.",
                dispatchers,
                SerialSectionStats::acquisitions);
        families.counters(
                "heddle_dispatcher_waits",
                "How often a thread had to wait for it.",
                dispatchers,
                SerialSectionStats::contended);
    }

    private static void lanes(MetricFamilies families, List<LaneStats> all) {
        Map<Labels, LaneStats> lanes = new LinkedHashMap<>();
        all.forEach(lane -> lanes.put(Labels.of("lane", lane.name()), lane));
        families.gauges(
                "heddle_lane_limit",
                "The most messages of a lane that are handled at a time.",
                lanes,
                LaneStats::limit);
        families.gauges(
                "heddle_lane_running", "Messages of a lane that are being handled now.", lanes, LaneStats::running);
        families.gauges(
                "heddle_lane_waiting", "Messages that wait until one of those ends.", lanes, LaneStats::waiting);
        families.counters(
                "heddle_lane_messages", "Messages that were submitted to a lane.", lanes, LaneStats::submitted);
    }

    private static void carriers(MetricFamilies families, ServerStats stats) {
        families.gauge("heddle_carriers", "Platform threads that carry the virtual threads.", stats.carriers());
        Map<Labels, WorkerStats> carriers = MetricFamilies.numbered(CARRIER_LABEL, stats.workers());
        families.gauges(
                "heddle_carrier_connections",
                "Connections of one of the server's own carriers.",
                carriers,
                WorkerStats::connections);
        families.counters("heddle_carrier_messages", "Messages that it has handled.", carriers, WorkerStats::messages);
        families.counters(
                "heddle_carrier_busy_seconds",
                "For how long it was busy.",
                carriers,
                worker -> MetricFamilies.seconds(worker.busy()));
    }
}
