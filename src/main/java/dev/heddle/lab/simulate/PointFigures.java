package dev.heddle.lab.simulate;

import java.util.List;

/**
 * What a design has given on a number of cores, as in the file of a simulation.
 *
 * @param design its name
 * @param architecture its name, as on the command line
 * @param cores how many there are
 * @param offeredPerSecond requests, in an open loop; 0 in a closed one
 * @param ratePerSecond of replies
 * @param bottleneck what holds the rate down, in words
 * @param latency of all requests
 * @param latencyByKind the same for each kind
 * @param workersBusy for each worker, the fraction of the time in which it used a core
 * @param workersMessages for each worker, how many messages it handled
 * @param jainBusy Jain's index of the workers' busy time
 * @param backlogsBusy for each listening socket, the fraction of the time in which a connection waited to be accepted
 * @param dispatchersHeld for each dispatcher, the fraction of the time in which it was held
 * @param acceptWaitP99Micros how long connections waited to be accepted
 * @param acceptorsAtGate how many waited for the gate on average
 * @param serverMicrosPerRequest processor time of the server
 * @param clientMicrosPerRequest processor time of the client
 */
public record PointFigures(
        String design,
        String architecture,
        int cores,
        double offeredPerSecond,
        double ratePerSecond,
        String bottleneck,
        Latencies latency,
        List<Latencies> latencyByKind,
        List<Double> workersBusy,
        List<Long> workersMessages,
        double jainBusy,
        List<Double> backlogsBusy,
        List<Double> dispatchersHeld,
        double acceptWaitP99Micros,
        double acceptorsAtGate,
        double serverMicrosPerRequest,
        double clientMicrosPerRequest) {
    static PointFigures of(Point point) {
        Outcome outcome = point.outcome();
        return new PointFigures(
                point.design().name(),
                point.design().architecture().label(),
                point.cores(),
                outcome.offered(),
                outcome.rate(),
                outcome.bottleneck(point.cores()).toString(),
                outcome.all(),
                outcome.kinds(),
                outcome.busy(),
                outcome.messages(),
                outcome.jain(),
                outcome.backlogs(),
                outcome.dispatchers(),
                outcome.acceptP99(),
                outcome.gateWaiting(),
                outcome.serverMicros(),
                outcome.clientMicros());
    }
}
