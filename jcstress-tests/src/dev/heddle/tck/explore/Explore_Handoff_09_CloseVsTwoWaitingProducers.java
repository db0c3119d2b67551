package dev.heddle.tck.explore;

import dev.heddle.tck.Subject;

/** A full hand-off, at which two producers wait for a place while a thread closes. */
public final class Explore_Handoff_09_CloseVsTwoWaitingProducers extends HandoffScenario {

    @Override
    public String promise() {
        return "A close ends the waits of both producers, and what was accepted comes out.";
    }

    @Override
    public void run() throws InterruptedException {
        for (int i = 0; i < Subject.CAPACITY; i++) {
            offer("x" + i);
        }
        together(
                actor("producer a", () -> put("a1")),
                actor("producer b", () -> put("b1")),
                actor("closing", handoff::close));
        checkThatNothingIsLostOrDuplicated();
    }
}
