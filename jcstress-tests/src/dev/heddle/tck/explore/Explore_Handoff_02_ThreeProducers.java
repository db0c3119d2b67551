package dev.heddle.tck.explore;

import dev.heddle.tck.HandoffUnderTest.Promise;
import dev.heddle.tck.Subject;

/** Three producers and one taker, none of which waits. */
public final class Explore_Handoff_02_ThreeProducers extends HandoffScenario {

    @Override
    public String promise() {
        return "What three producers hand over at once comes out once, and no more is accepted than there is room for.";
    }

    @Override
    public void run() throws InterruptedException {
        together(
                actor("producer a", () -> offer("a1")),
                actor("producer b", () -> offer("b1")),
                actor("producer c", () -> offer("c1")),
                actor("taker", () -> {
                    poll();
                    poll();
                }));
        if (handoff.promises().contains(Promise.BOUNDED)) {
            check(accepted.size() - taken.size() <= Subject.CAPACITY, "no more is accepted than the capacity");
        }
        checkThatNothingIsLostOrDuplicated();
    }
}
