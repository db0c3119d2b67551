package dev.heddle.lab.simulate;

import java.io.IOException;
import java.util.List;

/**
 * The loads that the costs are computed from: on one core, where there is one, but for the last two.
 *
 * @param kept small requests on kept connections, on single-acceptor
 * @param alone the same on one connection
 * @param pipelined the same, many sent at a time
 * @param fresh a connection for each request
 * @param plain requests that message-balanced handles in a lane, on single-acceptor
 * @param lane the same on message-balanced
 * @param heldInline requests that are handled in the dispatcher, of which there is one
 * @param heldLane requests that are handled in a lane, with one dispatcher
 * @param uncontended small requests with a dispatcher for each core, on all cores
 * @param contended the same with one dispatcher
 */
record CostLoads(
        RepeatedLoad kept,
        RepeatedLoad alone,
        RepeatedLoad pipelined,
        RepeatedLoad fresh,
        RepeatedLoad plain,
        RepeatedLoad lane,
        RepeatedLoad heldInline,
        RepeatedLoad heldLane,
        RepeatedLoad uncontended,
        RepeatedLoad contended) {
    /** How many requests {@link #pipelined} sends at a time. */
    static final int PIPELINED = 16;

    /** The part of a request's system calls that is the read; the rest is the write, in which the kernel also delivers. */
    private static final int READ_SHARE = 4;

    /** With fewer waits for a request, what they cost cannot be seen. */
    private static final double LEAST_WAITS = 0.01;

    /** All of them. */
    List<RepeatedLoad> all() {
        return List.of(kept, alone, pipelined, fresh, plain, lane, heldInline, heldLane, uncontended, contended);
    }

    /** The costs, by what the loads have shown. */
    Costs costs() throws IOException {
        long request = nanos(kept.serverMicros());
        // Pipelined, a system call serves many requests.
        long calls = Math.max(0, (request - nanos(pipelined.serverMicros())) * PIPELINED / (PIPELINED - 1));
        long memory = request - Math.min(request, calls);
        // Inline, the handler runs in the dispatcher's serial section, in a lane it does not.
        long held = Math.round(heldLane.heldNanos());
        long handle = Math.min(memory, Math.max(0, Math.round(heldInline.heldNanos()) - held));
        long frame = memory - handle;
        long dispatch = Math.max(0, held - frame);
        long laneNanos = nanos(lane.serverMicros() - plain.serverMicros());
        // A request that is alone pays for a look and a wake of its own, on either side.
        long serverAlone = nanos(alone.serverMicros() - kept.serverMicros());
        long clientAlone = nanos(alone.clientMicros() - kept.clientMicros());
        long accept = TimedCalls.accept();
        long start = TimedCalls.start();
        return new Costs(
                accept,
                start,
                nanos(fresh.serverMicros() - kept.serverMicros() - (accept + start) / 1e3),
                TimedCalls.gate(),
                calls / READ_SHARE,
                frame,
                handle,
                calls - calls / READ_SHARE,
                dispatch,
                Math.max(0, laneNanos - dispatch),
                resume(),
                serverAlone / 2,
                serverAlone / 2,
                nanos(kept.clientMicros()),
                nanos(fresh.clientMicros() - kept.clientMicros()),
                clientAlone / 2,
                clientAlone / 2);
    }

    /** What a dispatcher that threads wait for costs, for each wait: one dispatcher on all cores beside one for each. */
    private long resume() {
        double waits = contended.waits();
        return waits < LEAST_WAITS ? 0 : nanos((contended.serverMicros() - uncontended.serverMicros()) / waits);
    }

    private static long nanos(double micros) {
        return Math.max(0, Math.round(micros * 1e3));
    }
}
