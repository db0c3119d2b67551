package dev.heddle.tck.explore;

/** Two producers hand over two messages each, and one thread takes what is there. */
public final class Explore_Handoff_03_OrderOfTwoProducers extends HandoffScenario {

    @Override
    public String promise() {
        return "The messages of each of two producers come out in its order.";
    }

    @Override
    public void run() throws InterruptedException {
        together(
                actor("producer a", () -> {
                    offer("a1");
                    offer("a2");
                }),
                actor("producer b", () -> {
                    offer("b1");
                    offer("b2");
                }),
                actor("taker", () -> {
                    poll();
                    poll();
                    poll();
                }));
        checkThatNothingIsLostOrDuplicated();
        checkOrderOf("a");
        checkOrderOf("b");
    }
}
