package dev.heddle.lab.simulate;

import java.util.Objects;

/**
 * A measured rate beside the simulated one, as in the file of a simulation: what was measured, and what the
 * simulation says about it.
 *
 * @param architecture its name, as on the command line
 * @param cores how many client and server had
 * @param connections how many the client held
 * @param newConnections whether each request was on a new connection
 * @param ratePerSecond of replies, as measured
 * @param serverMicrosPerRequest processor time of the server
 * @param clientMicrosPerRequest processor time of the client
 * @param othersShareOfCores what other programs used meanwhile
 * @param simulatedRatePerSecond of replies
 * @param deviation how far that is from the measured one: 0.1 if it is a tenth more
 * @param verdict what the comparison says
 */
public record AgreementFigures(
        String architecture,
        int cores,
        int connections,
        boolean newConnections,
        double ratePerSecond,
        double serverMicrosPerRequest,
        double clientMicrosPerRequest,
        double othersShareOfCores,
        double simulatedRatePerSecond,
        double deviation,
        Verdict verdict) {
    public AgreementFigures {
        Objects.requireNonNull(verdict, "'verdict' is none of agrees, differs and disturbed");
    }

    static AgreementFigures of(Agreement agreement) {
        Measurement measured = agreement.measured();
        return new AgreementFigures(
                measured.architecture().label(),
                measured.cores(),
                measured.connections(),
                measured.newConnections(),
                measured.ratePerSecond(),
                measured.serverMicrosPerRequest(),
                measured.clientMicrosPerRequest(),
                measured.othersShareOfCores(),
                agreement.simulated().rate(),
                agreement.deviation(),
                agreement.verdict());
    }
}
