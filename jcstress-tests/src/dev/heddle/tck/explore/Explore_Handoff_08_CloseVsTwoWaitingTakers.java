package dev.heddle.tck.explore;

/** Two takers wait; a message is handed over while a thread closes. */
public final class Explore_Handoff_08_CloseVsTwoWaitingTakers extends HandoffScenario {

    @Override
    public String promise() {
        return "A close ends the waits of both takers, and what was accepted comes out.";
    }

    @Override
    public void run() throws InterruptedException {
        together(
                actor("first taker", this::take),
                actor("second taker", this::take),
                actor("producer", () -> offer("a1")),
                actor("closing", handoff::close));
        checkThatNothingIsLostOrDuplicated();
    }
}
