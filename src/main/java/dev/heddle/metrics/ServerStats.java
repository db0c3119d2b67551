package dev.heddle.metrics;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server has done so far, at one moment. Immutable. The figures are read one after another while the server runs, so sums of
 * them may be off by what happens between two readings.
 *
 * {@snippet :
 * ServerStats stats = server.stats();
 * System.out.println(stats.connectionsOpen() + " open, " + stats.requests() + " requests");
 * }
 *
 * @param architecture the name of the architecture
 * @param scheduler whose carriers run the server's threads, {@code jvm} or {@code own}
 * @param carriers the number of those carriers
 * @param uptime the time since the server was opened
 * @param connectionsOpen connections that are open now
 * @param connectionsPeak the most connections that were open at a time
 * @param connectionsAccepted connections accepted, rejected ones included
 * @param connectionsRejected connections rejected because the limit was reached
 * @param connectionsUntrusted connections closed because a PROXY header was expected and they came from no trusted address, or did not
 *     begin with a valid one
 * @param messagesRejected messages rejected because a limit was reached: messages in flight, or buffer memory
 * @param messagesRejectedForMemory those of them for which there was no buffer memory left
 * @param bufferedBytes bytes that the connections' buffers hold beyond what idle connections hold
 * @param acceptFailures accepts that failed, mostly because file descriptors ran out
 * @param requests messages whose handling has ended
 * @param requestsPerAcceptor the same for each acceptor: messages of the connections that it accepted
 * @param inFlight messages that are being handled or answered now
 * @param inFlightPeak the most messages in flight that were seen; sampled every {@link dev.heddle.options.Timeouts#PRECISION_MILLIS} ms
 * @param acceptGate how the acceptors waited for the shared socket; null in architectures without a gate
 * @param serialSections the serial sections: that of the one thread, or of each dispatcher; empty in architectures without any
 * @param lanes the lanes of messages; empty in architectures without any
 * @param workers the server's own carriers; empty on the JVM's
 * @param certificates what new connections over TLS are given now; empty without TLS, and with a context of the program's own
 */
public record ServerStats(
        String architecture,
        String scheduler,
        int carriers,
        Duration uptime,
        long connectionsOpen,
        long connectionsPeak,
        long connectionsAccepted,
        long connectionsRejected,
        long connectionsUntrusted,
        long messagesRejected,
        long messagesRejectedForMemory,
        long bufferedBytes,
        long acceptFailures,
        long requests,
        List<Long> requestsPerAcceptor,
        long inFlight,
        long inFlightPeak,
        @Nullable AcceptGateStats acceptGate,
        List<SerialSectionStats> serialSections,
        List<LaneStats> lanes,
        List<WorkerStats> workers,
        List<CertificateStats> certificates) {
    /**
     * How acceptors waited for the gate to a shared socket.
     *
     * @param waiting acceptors that wait for the gate now; the one that holds it is not included
     * @param acquisitions how often the gate was acquired
     * @param waitTotal how long all acceptors together waited for it
     * @param waitMax the longest wait
     */
    public record AcceptGateStats(int waiting, long acquisitions, Duration waitTotal, Duration waitMax) {}

    /**
     * How busy a serial section was. Its baton is released around reads and writes of sockets, so these do not count, whether they
     * block or not.
     *
     * @param utilization the fraction of the time since the server started in which the baton was held, from 0 to 1
     * @param recentUtilization the same for the last {@link dev.heddle.options.Timeouts#PRECISION_MILLIS} ms
     * @param busy for how long the baton was held, all in all
     * @param acquisitions how often the baton was acquired
     * @param contended how often a thread had to wait for it
     */
    public record SerialSectionStats(
            double utilization, double recentUtilization, Duration busy, long acquisitions, long contended) {}

    /**
     * A lane of messages.
     *
     * @param name its name
     * @param limit the most messages that are handled at a time
     * @param running messages that are being handled now
     * @param waiting messages that wait until one of those ends
     * @param submitted messages submitted so far
     */
    public record LaneStats(String name, int limit, int running, int waiting, long submitted) {}

    /**
     * A worker: one of the server's own carriers.
     *
     * @param connections connections that it has now
     * @param messages messages that it has handled
     * @param utilization the fraction of the time since the server was opened in which it was busy, from 0 to 1
     * @param recentUtilization the same for the last {@link dev.heddle.options.Timeouts#PRECISION_MILLIS} ms
     * @param busy for how long it was busy, all in all
     */
    public record WorkerStats(
            long connections, long messages, double utilization, double recentUtilization, Duration busy) {}

    /**
     * A certificate of the server.
     *
     * @param subject whose it is, such as {@code CN=example.org} (RFC 2253)
     * @param serialNumber its number in hexadecimal digits: the renewed one has another
     * @param expiresAt when it expires, in seconds since 1970
     */
    public record CertificateStats(String subject, String serialNumber, long expiresAt) {}
}
