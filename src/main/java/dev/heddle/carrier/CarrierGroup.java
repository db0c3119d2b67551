package dev.heddle.carrier;

import dev.heddle.concurrent.CarrierInbox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The carriers of one server, as many as it has workers. Any thread may call any method.
 *
 * <p>Most threads stay on one carrier ({@link Carrier#start}). What may run anywhere goes into one queue, from which a carrier that is
 * free takes it: the messages of message-balanced, and the threads that handlers start.
 */
public final class CarrierGroup {
    private final List<Carrier> carriers;
    private final StallMonitor monitor;

    /** What any carrier may run. */
    private final Queue<Runnable> shared = new ConcurrentLinkedQueue<>();

    private final Consumer<? super Throwable> onFailure;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Threads that drive a carrier, and those that were taken over and are still inside a task. */
    private final LongAdder threads = new LongAdder();

    private CarrierGroup(int size, Consumer<? super Throwable> onFailure) throws IOException {
        this.onFailure = onFailure;
        List<Carrier> all = new ArrayList<>(size);
        try {
            for (int i = 0; i < size; i++) {
                all.add(new Carrier(this, i, new CarrierInbox(shared)));
            }
        } catch (IOException e) {
            all.forEach(Carrier::discard);
            throw e;
        }
        this.carriers = List.copyOf(all);
        this.monitor = new StallMonitor(this, carriers);
    }

    /**
     * Opens a group of carriers, which run nothing before {@link #start}.
     *
     * @param size how many, at least 1
     * @param onFailure told what goes wrong on a carrier and is no failure of the thread that it runs, such as an empty heap
     * @throws IOException if a selector cannot be opened
     * @throws IllegalStateException if there is a reason {@linkplain CustomScheduling#whyNot why not}
     */
    public static CarrierGroup open(int size, Consumer<? super Throwable> onFailure) throws IOException {
        CustomScheduling.whyNot().ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        CustomScheduling.startPollersOfTheJdk();
        return new CarrierGroup(size, onFailure);
    }

    /** Starts the threads. Once, and not after {@link #close}. */
    public void start() {
        started.set(true);
        carriers.forEach(Carrier::startDriver);
        monitor.start();
    }

    /** All carriers. */
    public List<Carrier> carriers() {
        return carriers;
    }

    /** The carrier of a number; numbers beyond the last one begin again at the first. */
    public Carrier carrier(int number) {
        return carriers.get(Math.floorMod(number, carriers.size()));
    }

    /** Starts a virtual thread that handles a message, on whichever carrier is free first. */
    public void startMessage(String name, Runnable task) {
        CustomScheduling.unstarted(new NewMessage.Scheduler(this), name, task).start();
    }

    /** Starts a virtual thread that runs on whichever carrier is free, each time that it is unparked. */
    public void startAnywhere(String name, Runnable task) {
        CustomScheduling.unstarted(this::executeAnywhere, name, task).start();
    }

    /**
     * Starts a virtual thread on the JVM's carriers, if it can be given them; else as {@link #startAnywhere}. It does not keep a carrier
     * of this group from its connections, however long it computes: the operating system divides the processors among both.
     */
    public void startOnJvmCarriers(String name, Runnable task) {
        CustomScheduling.unstarted(CustomScheduling.jvmScheduler().orElse(this::executeAnywhere), name, task)
                .start();
    }

    /** Runs a task on whichever carrier is free first. Allocates nothing but its place in the queue: a task that was added has to be run. */
    void executeAnywhere(Runnable task) {
        carriers.getFirst().addShared(task);
        for (int i = 0; i < carriers.size(); i++) {
            if (carriers.get(i).lookAtShared()) {
                return;
            }
        }
        // None sleeps: each looks at the shared tasks in its next round.
    }

    boolean isClosed() {
        return closed.get();
    }

    /** The platform threads of the carriers: counted when one begins to run, and when it ends. */
    LongAdder threads() {
        return threads;
    }

    /** Has the threads of the carriers end when they have nothing left to run. Returns at once. */
    public void close() {
        if (closed.compareAndSet(false, true)) {
            monitor.close();
            carriers.forEach(started.get() ? Carrier::selectAgain : Carrier::discard);
        }
    }

    /**
     * Waits until the threads have ended, at most for a time: a handler that does not end keeps its carrier. An interrupt ends the
     * wait, and leaves the interrupt flag set. Not for a thread on one of the carriers.
     */
    public void awaitEnded(long millis) {
        long deadline = System.nanoTime() + millis * 1_000_000;
        try {
            monitor.join(millis);
            for (Carrier carrier : carriers) {
                CarrierThread driver = carrier.driver();
                if (driver != null) {
                    driver.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void failed(Throwable failure) {
        try {
            onFailure.accept(failure);
        } catch (Throwable e) {
            // There is not even the memory to report it; a carrier goes on in any case.
        }
    }
}
