package dev.heddle.lab.simulate;

import java.io.IOException;

/**
 * The loads that the costs are computed from: on one core, where there is one, but for three.
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
 * @param oneThread small requests on kept connections, on single-threaded
 * @param twoThreads the same on all cores: client and server have one each
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
        RepeatedLoad contended,
        RepeatedLoad oneThread,
        RepeatedLoad twoThreads) {
    /** How many requests {@link #pipelined} sends at a time. */
    static final int PIPELINED = 16;

    /** The part of a request's system calls that is the read; the rest is the write, in which the kernel also delivers. */
    private static final int READ_SHARE = 4;

    /** With fewer waits for a request, what they cost cannot be seen. */
    private static final double LEAST_WAITS = 0.01;

    /** How often the costs of a connection are corrected: each time what is missing becomes a fraction. */
    private static final int CORRECTIONS = 6;

    /**
     * The costs, by what the loads have shown.
     *
     * @param cores how many those on one core had, if not one
     */
    Costs costs(int cores) throws IOException {
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
        Costs others = new Costs(
                TimedCalls.accept(),
                TimedCalls.start(),
                0,
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
                nanos(twoThreads.serverMicros() - oneThread.serverMicros()),
                nanos(kept.clientMicros()),
                0,
                clientAlone / 2,
                clientAlone / 2,
                nanos(twoThreads.clientMicros() - oneThread.clientMicros()));
        return withConnection(
                others,
                new Measurement(
                        Design.Architecture.SINGLE_ACCEPTOR,
                        cores,
                        fresh.connections(),
                        true,
                        0,
                        fresh.serverMicros(),
                        fresh.clientMicros(),
                        0));
    }

    /**
     * Adds what a connection costs: so much that a simulated load of new connections costs as much as the measured one. Its looks at
     * sockets and wake-ups, of which the model charges each, are no part of it.
     *
     * @param others with a connection that costs nothing
     * @param fresh the measured load
     */
    static Costs withConnection(Costs others, Measurement fresh) {
        Costs costs = others;
        for (int i = 0; i < CORRECTIONS; i++) {
            Outcome simulated = fresh.simulated(costs, 1);
            double server = costs.connection() / 1e3 + fresh.serverMicrosPerRequest() - simulated.serverMicros();
            double client = costs.clientConnection() / 1e3 + fresh.clientMicrosPerRequest() - simulated.clientMicros();
            costs = costs.withConnection(nanos(server), nanos(client));
        }
        return costs;
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
