package dev.heddle.live;

import dev.heddle.live.Figures.Section;
import dev.heddle.live.Figures.Worker;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which part of a server limits it now, and why: what the page shows in red.
 *
 * <p>The rules, in the order in which they are tried; the first that applies decides:
 *
 * <ol>
 *   <li>The one thread, or a dispatcher, that was busy for {@value #BUSY} of the period: all that it serves passes through it, one
 *       after the other.
 *   <li>In single-threaded also a client that waited {@value #LONG_WAIT_MICROS} µs or more, and half as long as the slowest request
 *       took at least: it waited for that.
 *   <li>A dispatcher that was acquired at least {@value #OFTEN} times a second, and {@value #WAITED} of these times after a wait, while
 *       a worker was busy for less than {@value #BUSY}: messages wait for it, and there is processor time left. It is limited by what it
 *       takes to pass from one reader to the next, in which it is not busy.
 *   <li>At least {@value #QUEUED} connections in the kernel's queue, on average: they come faster than they are accepted.
 *   <li>A worker that was busy for {@value #BUSY} of the period while another was for less than {@value #IDLE}.
 *   <li>All workers busy for {@value #BUSY}: there is more work than processor time.
 * </ol>
 *
 * @param part the part
 * @param index which of several such parts, from 0
 * @param reason one sentence for the visitor
 */
record Bottleneck(Part part, int index, String reason) {
    static final double BUSY = 0.8;
    static final double IDLE = 0.5;
    static final double QUEUED = 4;
    static final double WAITED = 0.85;
    static final double OFTEN = 500;
    static final long LONG_WAIT_MICROS = 20_000;

    private static final Bottleneck NOTHING = new Bottleneck(Part.NONE, 0, "No part is a bottleneck now.");
    private static final String ONE_THREAD = "single-threaded";

    /** A part of a server, in the picture. */
    enum Part {
        NONE,
        /** The one thread of single-threaded. */
        THREAD,
        /** The only acceptor, or all of them. */
        ACCEPTOR,
        /** The gate in front of a shared socket. */
        GATE,
        DISPATCHER,
        /** One of the workers. */
        WORKER,
        /** All of them. */
        WORKERS
    }

    static Bottleneck of(Figures figures) {
        if (figures.architecture().equals(ONE_THREAD)) {
            return oneThread(figures);
        }
        int busiest = greatest(figures.sections(), Section::busy);
        if (busiest >= 0 && figures.sections().get(busiest).busy() >= BUSY) {
            return dispatcher(figures, busiest);
        }
        int awaited = greatest(figures.sections(), Bottleneck::waits);
        int idlest = greatest(figures.workers(), worker -> -worker.busy());
        if (awaited >= 0 && waits(figures.sections().get(awaited)) >= WAITED && idlest >= 0) {
            double left = 1 - figures.workers().get(idlest).busy();
            if (left > 1 - BUSY) {
                return awaitedDispatcher(figures, awaited, left);
            }
        }
        if (figures.acceptQueue() >= QUEUED) {
            return accepting(figures);
        }
        return workers(figures);
    }

    private static Bottleneck oneThread(Figures figures) {
        // The section's figure lacks the request that is being handled, the carrier's does not.
        double busy = Stream.concat(
                        figures.sections().stream().map(Section::busy),
                        figures.workers().stream().map(Worker::busy))
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        if (busy >= BUSY) {
            return thread("The one thread was busy for " + percent(busy)
                    + " of the last second: everything waits for it, however many cores there are.");
        }
        if (delaysOthers(figures)) {
            return thread("One request kept the thread for "
                    + millis(figures.handled().max()) + ": every other client waited for it, the probe up to "
                    + millis(figures.request().max()) + ".");
        }
        if (figures.acceptQueue() >= QUEUED) {
            return thread(queued(figures) + " waited to be accepted: the one thread had something else to do.");
        }
        return NOTHING;
    }

    private static Bottleneck thread(String reason) {
        return new Bottleneck(Part.THREAD, 0, reason);
    }

    private static double waits(Section section) {
        return section.perSecond() >= OFTEN ? section.contended() : 0;
    }

    private static Bottleneck awaitedDispatcher(Figures figures, int index, double left) {
        return new Bottleneck(
                Part.DISPATCHER,
                index,
                nameOf(figures, index) + " kept "
                        + percent(figures.sections().get(index).contended())
                        + " of its readers waiting, while workers were idle for up to " + percent(left)
                        + ": every message has to pass through it, one at a time.");
    }

    private static String nameOf(Figures figures, int index) {
        int dispatchers = figures.sections().size();
        return dispatchers == 1 ? "The dispatcher" : "Dispatcher " + (index + 1) + " of " + dispatchers;
    }

    private static Bottleneck dispatcher(Figures figures, int index) {
        String busy = percent(figures.sections().get(index).busy());
        return new Bottleneck(
                Part.DISPATCHER,
                index,
                nameOf(figures, index) + " was busy for " + busy
                        + " of the last second: every message has to pass through it, whichever worker is free.");
    }

    /** Whether a client that had nothing to do with a slow request waited for it: half as long as that took, at least. */
    private static boolean delaysOthers(Figures figures) {
        long slowest = figures.handled().max();
        long waited = figures.request().max();
        return slowest >= LONG_WAIT_MICROS && waited >= LONG_WAIT_MICROS && waited >= slowest / 2;
    }

    private static Bottleneck accepting(Figures figures) {
        if (figures.gate() != null) {
            return new Bottleneck(
                    Part.GATE,
                    0,
                    queued(figures) + " waited to be accepted, and only one acceptor at a time can do it.");
        }
        return new Bottleneck(
                Part.ACCEPTOR,
                0,
                queued(figures) + " waited to be accepted: they come faster than the acceptor takes them.");
    }

    private static String queued(Figures figures) {
        return String.format(Locale.ROOT, "%.0f connections", figures.acceptQueue());
    }

    private static Bottleneck workers(Figures figures) {
        List<Worker> workers = figures.workers();
        int busiest = greatest(workers, Worker::busy);
        if (busiest < 0 || workers.get(busiest).busy() < BUSY) {
            return NOTHING;
        }
        int idlest = greatest(workers, worker -> -worker.busy());
        if (workers.get(idlest).busy() < IDLE) {
            return new Bottleneck(
                    Part.WORKER,
                    busiest,
                    "Worker " + (busiest + 1) + " was busy for "
                            + percent(workers.get(busiest).busy()) + ", worker " + (idlest + 1) + " for "
                            + percent(workers.get(idlest).busy())
                            + ": a busy connection cannot move to an idle worker.");
        }
        if (workers.get(idlest).busy() >= BUSY) {
            return new Bottleneck(
                    Part.WORKERS,
                    0,
                    (workers.size() == 1 ? "The worker was" : "All " + workers.size() + " workers were")
                            + " busy for " + percent(workers.get(idlest).busy())
                            + " or more: the requests need more processor time than there is.");
        }
        return new Bottleneck(Part.NONE, 0, "No part is a bottleneck now; worker " + (busiest + 1) + " is near it.");
    }

    /** The index of the greatest; -1 if there is none. */
    private static <T> int greatest(List<T> all, ToDoubleFunction<T> value) {
        return IntStream.range(0, all.size())
                .boxed()
                .max(Comparator.comparingDouble(i -> value.applyAsDouble(all.get(i))))
                .orElse(-1);
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.0f %%", fraction * 100);
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, "%.0f ms", micros / 1000.0);
    }
}
