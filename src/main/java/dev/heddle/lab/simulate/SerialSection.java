package dev.heddle.lab.simulate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What only one thread at a time may do: the baton of a dispatcher, the gate of a socket. Passed on in the order of arrival; the next
 * holder has it from then on, though its worker may be busy with something else at first.
 */
final class SerialSection {
    private record Waiting(Place place, Consumer<Worker> then, long since) {}

    private final Agenda agenda;
    private final long resumeNanos;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean held;
    private long heldSince;
    private long heldNanos;
    private long waitNanos;
    private long acquisitions;

    /** @param resumeNanos what it costs to resume a thread that has waited */
    SerialSection(Agenda agenda, long resumeNanos) {
        this.agenda = agenda;
        this.resumeNanos = resumeNanos;
    }

    /**
     * Goes on at once if it is free, else later.
     *
     * @param worker on which the thread runs now
     * @param place where it runs when it is resumed
     * @param then told on which worker it goes on
     */
    void acquire(Worker worker, Place place, Consumer<Worker> then) {
        acquisitions++;
        if (held) {
            waiting.add(new Waiting(place, then, agenda.now()));
            return;
        }
        held = true;
        heldSince = agenda.now();
        then.accept(worker);
    }

    void release() {
        Waiting next = waiting.poll();
        if (next == null) {
            held = false;
            heldNanos += agenda.now() - heldSince;
            return;
        }
        waitNanos += agenda.now() - next.since();
        next.place().run(resumeNanos, next.then());
    }

    /** How long it was held, the time in which a holder waited for its worker included. */
    long heldNanos() {
        return heldNanos + (held ? agenda.now() - heldSince : 0);
    }

    long waitNanos() {
        return waitNanos;
    }

    long acquisitions() {
        return acquisitions;
    }
}
