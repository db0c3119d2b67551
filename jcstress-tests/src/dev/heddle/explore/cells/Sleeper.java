package dev.heddle.explore.cells;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Where one thread sleeps until another one wakes it, before or after: what a selector is for its carrier. */
class Sleeper {
    private volatile boolean woken;
    private volatile @Nullable Thread sleeping;

    final void sleep() {
        sleeping = Thread.currentThread();
        while (!woken) {
            LockSupport.park(this);
        }
        woken = false;
    }

    final void wake() {
        woken = true;
        LockSupport.unpark(sleeping);
    }
}
