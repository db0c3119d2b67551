package dev.heddle.lab.report;

import dev.heddle.lab.compare.Results;
import java.util.List;
import java.util.stream.Stream;

/**
 * The six claims, judged. Each threshold stands where it is used and is far from the noise of a shared machine, so that a verdict turns
 * only with the fact. Stateless.
 */
public final class Claims {
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
                .toList();
    }
}
