package dev.heddle.tck.explore;

import dev.heddle.explore.Scenario;
import dev.heddle.tck.HandoffUnderTest;
import dev.heddle.tck.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Three or four threads at a hand-off, which holds {@link Subject#CAPACITY} if it is bounded. */
abstract class HandoffScenario extends Scenario {
    final HandoffUnderTest handoff = Subject.handoff();

    /** What was accepted, and what came out. */
    final List<Object> accepted = Collections.synchronizedList(new ArrayList<>());

    final List<Object> taken = Collections.synchronizedList(new ArrayList<>());

    final void offer(Object message) {
        if (handoff.offer(message)) {
            accepted.add(message);
        }
    }

    final void put(Object message) throws InterruptedException {
        if (handoff.put(message)) {
            accepted.add(message);
        }
    }

    final void poll() {
        note(handoff.poll());
    }

    final void take() throws InterruptedException {
        note(handoff.take());
    }

    private void note(@Nullable Object message) {
        if (message != null) {
            taken.add(message);
        }
    }

    /** When all threads have ended: takes out what is left, and compares. */
    final void checkThatNothingIsLostOrDuplicated() {
        for (Object message = handoff.poll(); message != null; message = handoff.poll()) {
            taken.add(message);
        }
        List<Object> lost = new ArrayList<>(accepted);
        taken.forEach(lost::remove);
        check(lost.isEmpty(), "what was accepted comes out; lost: " + lost);
        List<Object> extra = new ArrayList<>(taken);
        accepted.forEach(extra::remove);
        check(extra.isEmpty(), "a message comes out once, if it was accepted; too many: " + extra);
    }

    /** Of one producer's messages, which end in numbers that rise. */
    final void checkOrderOf(String producer) {
        String before = "";
        for (Object message : List.copyOf(taken)) {
            String text = message.toString();
            if (text.startsWith(producer)) {
                check(before.compareTo(text) < 0, text + " comes out after " + before);
                before = text;
            }
        }
    }
}
