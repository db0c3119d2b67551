package dev.heddle.lab.report;

import static dev.heddle.lab.report.Evidence.say;

import dev.heddle.lab.compare.Results;
import java.util.List;
import java.util.stream.Stream;

/**
 * The six claims, judged. Each threshold stands where it is used and is far from the noise of a shared machine, so that a verdict turns
 * only with the fact. Stateless.
 */
public final class Claims {
    /** From how many processors' worth of other work on a measurement contradicts nothing. */
    private static final double DISTURBED = 0.3;

    private Claims() {}

    /** All six, judged by these results. */
    public static List<Claim> judge(Results results) {
        Evidence evidence = new Evidence(results);
        return Stream.of(
                        SingleThreadedClaim.judge(evidence),
                        SingleAcceptorClaim.judge(evidence),
                        AcceptorLimitsClaim.judge(evidence),
                        ManyAcceptorsClaim.judge(evidence),
                        MessageBalancedClaim.judge(evidence),
                        BeyondTheTextClaim.judge(evidence))
                .map(claim -> unlessDisturbed(claim, results))
                .toList();
    }

    /** What other programs did to the figures is no fault of the architectures. */
    private static Claim unlessDisturbed(Claim claim, Results results) {
        double others = results.others(claim.scenarios());
        if (others <= DISTURBED) {
            return claim;
        }
        List<Finding> findings = claim.findings().stream()
                .map(finding -> finding.outcome() != Outcome.CONTRADICTED
                        ? finding
                        : new Finding(
                                finding.part(),
                                Outcome.NOT_VISIBLE,
                                say("Other programs kept %.1f processors busy meanwhile. ", others) + finding.reason()))
                .toList();
        return new Claim(claim.number(), claim.title(), claim.sentence(), claim.scenarios(), findings);
    }
}
