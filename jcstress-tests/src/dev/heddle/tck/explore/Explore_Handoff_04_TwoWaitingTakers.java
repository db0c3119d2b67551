package dev.heddle.tck.explore;

/** Two takers wait, and two producers hand over a message each. */
public final class Explore_Handoff_04_TwoWaitingTakers extends HandoffScenario {

    @Override
    public String promise() {
        return "Each of two takers that wait is woken when two messages are handed over.";
    }

    @Override
    public void run() throws InterruptedException {
        together(
                actor("first taker", this::take),
                actor("second taker", this::take),
                actor("producer a", () -> offer("a1")),
                actor("producer b", () -> offer("b1")));
        check(taken.size() == 2, "each taker has a message");
        checkThatNothingIsLostOrDuplicated();
    }
}
