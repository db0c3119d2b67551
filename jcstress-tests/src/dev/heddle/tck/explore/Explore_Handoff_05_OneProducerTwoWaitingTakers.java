package dev.heddle.tck.explore;

/** Two takers wait, and one producer hands over two messages. */
public final class Explore_Handoff_05_OneProducerTwoWaitingTakers extends HandoffScenario {

    @Override
    public String promise() {
        return "Both of two takers that wait are woken, one by each message of one producer.";
    }

    @Override
    public void run() throws InterruptedException {
        together(actor("first taker", this::take), actor("second taker", this::take), actor("producer", () -> {
            offer("a1");
            offer("a2");
        }));
        check(taken.size() == 2, "each taker has a message");
    }
}
