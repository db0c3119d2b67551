package dev.heddle.lab.simulate;

import java.util.function.Consumer;

/** Where a thread runs when it has been woken: on its own worker, or on whichever is free. */
interface Place {
    /**
     * Uses processor time there.
     *
     * @param then told which worker has used it
     */
    void run(long nanos, Consumer<Worker> then);
}
