package dev.heddle.tck.explore;

/** Two producers and two takers, none of which waits. */
public final class Explore_Handoff_01_TwoOffersTwoPolls extends HandoffScenario {

    @Override
    public String promise() {
        return "A message goes to one taker, and what was accepted comes out, with two producers and two takers.";
    }

    @Override
    public void run() throws InterruptedException {
        together(
                actor("producer a", () -> offer("a1")),
                actor("producer b", () -> offer("b1")),
                actor("first taker", this::poll),
                actor("second taker", this::poll));
        checkThatNothingIsLostOrDuplicated();
    }
}
