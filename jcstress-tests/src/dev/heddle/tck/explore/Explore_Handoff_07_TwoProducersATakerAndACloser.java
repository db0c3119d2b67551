package dev.heddle.tck.explore;

/** Two producers, a taker and a closer. */
public final class Explore_Handoff_07_TwoProducersATakerAndACloser extends HandoffScenario {

    @Override
    public String promise() {
        return "What two producers were told is accepted comes out, though a third thread closes, and afterwards nothing is accepted.";
    }

    @Override
    public void run() throws InterruptedException {
        together(
                actor("producer a", () -> offer("a1")),
                actor("producer b", () -> offer("b1")),
                actor("taker", this::poll),
                actor("closing", handoff::close));
        checkThatNothingIsLostOrDuplicated();
        check(!handoff.offer("late"), "nothing is accepted after the close");
    }
}
