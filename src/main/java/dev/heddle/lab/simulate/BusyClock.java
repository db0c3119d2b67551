package dev.heddle.lab.simulate;

/** Adds up the time in which something is busy. */
final class BusyClock {
    private final Agenda agenda;
    private boolean busy;
    private long since;
    private long nanos;

    BusyClock(Agenda agenda) {
        this.agenda = agenda;
    }

    void set(boolean isBusy) {
        nanos = nanos();
        since = agenda.now();
        busy = isBusy;
    }

    long nanos() {
        return nanos + (busy ? agenda.now() - since : 0);
    }
}
