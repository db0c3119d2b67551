package dev.heddle.tck.explore;

/** Two takers wait for a message that never comes, and a thread closes. */
public final class Explore_Handoff_10_CloseEndsBothWaits extends HandoffScenario {
    @Override
    public String promise() {
        return "A close ends the waits of both takers.";
    }

    @Override
    public void run() throws InterruptedException {
        together(actor("first taker", this::take), actor("second taker", this::take), actor("closing", handoff::close));
        check(taken.isEmpty(), "nothing comes out where nothing was put in");
    }
}
