package dev.heddle.tck.explore;

import dev.heddle.tck.Subject;

/** A full hand-off, at which two producers wait for a place while one thread takes. */
public final class Explore_Handoff_06_TwoWaitForAPlace extends HandoffScenario {

    @Override
    public String promise() {
        return "Each of two producers that wait for a place gets one when two messages are taken.";
    }

    @Override
    public void run() throws InterruptedException {
        for (int i = 0; i < Subject.CAPACITY; i++) {
            offer("x" + i);
        }
        together(actor("producer a", () -> put("a1")), actor("producer b", () -> put("b1")), actor("taker", () -> {
            take();
            take();
        }));
        check(accepted.size() == Subject.CAPACITY + 2, "each producer has handed over its message");
        checkThatNothingIsLostOrDuplicated();
    }
}
