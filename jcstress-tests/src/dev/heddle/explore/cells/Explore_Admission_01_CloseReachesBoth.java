package dev.heddle.explore.cells;

import dev.heddle.concurrent.Admission;
import dev.heddle.explore.Scenario;

/** Two threads wait for the only permit when the waits end. */
public final class Explore_Admission_01_CloseReachesBoth extends Scenario {
    private final Admission admission = new Admission(1);

    @Override
    public String promise() {
        return "The end of the waits reaches all that wait, not only the first.";
    }

    @Override
    public void run() throws InterruptedException {
        admission.acquire();
        together(actor("first", this::await), actor("second", this::await), actor("closing", admission::close));
        check(admission.inUse() == 1, "the permit that was in use is the only one");
    }

    private void await() {
        check(admission.acquireOrClosed() == null, "no permit is to be had: it is in use");
    }
}
