package dev.heddle.metrics;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server has done so far, at one moment. Counters are read one after another while the server goes on, so sums may be
 * off by what happens meanwhile.
 *
 * @param architecture the name of the architecture
 * @param carriers the platform threads that carry the JVM's virtual threads
 * @param uptime since the server was opened
 * @param connectionsOpen connections that are open now
 * @param connectionsPeak the most that were open at a time
 * @param connectionsAccepted all that were accepted, those rejected included
 * @param connectionsRejected those that were turned away for want of room
 * @param messagesRejected messages that were refused for want of room
 * @param bufferedBytes bytes that the connections' buffers hold beyond what idle ones do
 * @param acceptFailures accepts that failed, mostly for want of descriptors
 * @param requests messages whose handling has ended
 * @param requestsPerAcceptor the same for each acceptor: the messages of the connections that it accepted
 * @param inFlight messages being handled or answered now
 * @param inFlightPeak the most of them that was seen, looking {@code 1 s / PRECISION_MILLIS} times a second
 * @param acceptGate how the acceptors waited for the shared socket; null where there is no gate
 * @param serialSections the serial sections: of the one thread, or of each dispatcher; empty where there is none
 * @param lanes the lanes of messages; empty where there are none
 */
public record ServerStats(
        String architecture,
        int carriers,
        Duration uptime,
        long connectionsOpen,
        long connectionsPeak,
        long connectionsAccepted,
        long connectionsRejected,
        long messagesRejected,
        long bufferedBytes,
        long acceptFailures,
        long requests,
        List<Long> requestsPerAcceptor,
        long inFlight,
        long inFlightPeak,
        @Nullable AcceptGateStats acceptGate,
        List<SerialSectionStats> serialSections,
        List<LaneStats> lanes) {
    /**
     * How acceptors waited for their turn at a shared socket.
     *
     * @param waiting acceptors that wait now, the one at the socket not included
     * @param acquisitions how often one got its turn
     * @param waitTotal the time that they waited for it, together
     * @param waitMax the longest that one waited
     */
    public record AcceptGateStats(int waiting, long acquisitions, Duration waitTotal, Duration waitMax) {}

    /**
     * How busy a serial section was. Reading from and writing to sockets happens outside it, and so does not count, whether it
     * blocks or not.
     *
     * @param utilization the part of the time since the server started in which somebody was in it, 0 to 1
     * @param recentUtilization the same for the last {@code PRECISION_MILLIS}
     * @param acquisitions how often it was entered
     * @param contended how often somebody had to wait for it
     */
    public record SerialSectionStats(double utilization, double recentUtilization, long acquisitions, long contended) {}

    /**
     * A lane of messages.
     *
     * @param name which
     * @param limit how many run at a time at most
     * @param running how many run now
     * @param waiting how many wait for one of those to end
     * @param submitted how many it took so far
     */
    public record LaneStats(String name, int limit, int running, int waiting, long submitted) {}
}
