package dev.heddle.jcstress.concurrent;

import dev.heddle.concurrent.ReadySignal;
import dev.heddle.concurrent.ReadySignal.Interest;

/**
 * A selector's interest in one socket, level-triggered as epoll is: an interest that is turned on while the socket is ready reports
 * it at once.
 */
final class LevelTriggered implements Interest {
    private final ReadySignal signal;
    private final boolean oneShot;
    private volatile boolean on;
    private volatile boolean socketReady;

    LevelTriggered(ReadySignal signal, boolean oneShot) {
        this.signal = signal;
        this.oneShot = oneShot;
    }

    /** The socket becomes ready, and stays so. */
    void socketReady() {
        socketReady = true;
        if (on) {
            signal.signal(this, oneShot);
        }
    }

    @Override
    public void arm() {
        on = true;
        if (socketReady) {
            signal.signal(this, oneShot);
        }
    }

    @Override
    public void disarm() {
        on = false;
    }

    /** Whether the signal takes the interest for on while it is off: then the next event would be lost. */
    boolean isForgotten() {
        boolean[] takenForOn = new boolean[1];
        signal.signal(
                new Interest() {
                    @Override
                    public void arm() {}

                    @Override
                    public void disarm() {
                        takenForOn[0] = true;
                    }
                },
                false);
        return takenForOn[0] && !on;
    }

    /** Lets the socket be ready once, so that the interest is on and nobody waits, and makes it not ready again. */
    LevelTriggered armed() {
        socketReady = true;
        signal.await(this, 0);
        socketReady = false;
        return this;
    }
}
