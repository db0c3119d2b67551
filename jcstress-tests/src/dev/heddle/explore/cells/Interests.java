package dev.heddle.explore.cells;

import dev.heddle.concurrent.ReadySignal;

/** A selector's interest, of which nobody takes notice. */
final class Interests implements ReadySignal.Interest {
    @Override
    public void arm() {}

    @Override
    public void disarm() {}
}
