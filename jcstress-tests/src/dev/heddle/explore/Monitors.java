package dev.heddle.explore;

/**
 * Where what is explored notifies: Fray 0.9.2 puts its own call twice before a {@code notify} of a class that it instruments, and then one
 * wakes two threads. It leaves this class alone; {@link PointsOfSwitch} puts its call once.
 */
public final class Monitors {
    private Monitors() {}

    /** Wakes one of the threads that wait for a monitor, which the caller owns. */
    public static void wakeOne(Object monitor) {
        monitor.notify();
    }
}
