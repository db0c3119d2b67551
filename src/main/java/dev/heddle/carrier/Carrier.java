package dev.heddle.carrier;

import dev.heddle.concurrent.BusyTime;
import dev.heddle.concurrent.CarrierInbox;
import dev.heddle.concurrent.CarrierInbox.Duty;
import dev.heddle.concurrent.Lease;
import dev.heddle.concurrent.UtilizationMeter;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One worker: a queue of virtual threads that are ready to run, a selector that tells which of its sockets are ready, and a platform
 * thread that drives both, round after round.
 *
 * <pre>
 *   ┌─► inbox ── at most 256 ──► ┌───────┐
 *   │   selector ── ready ─────► │ ready │ ──► run all of them ──► shared tasks, for 50 µs ─┐
 *   │                            └───────┘                                                  │
 *   └──────────────── nothing to do: sleep in the selector ◄────────────────────────────────┘
 * </pre>
 *
 * Each round takes from everything, and from nothing endlessly, so threads that have just started, sockets and threads that were unparked from elsewhere get their share, however
 * busy the carrier is.
 *
 * <p><b>Who drives.</b> One thread at a time. A task that blocks it (in native code, in a file, in a monitor on JDK 21) or computes
 * for long blocks only that thread: the {@link StallMonitor} has another one take the carrier over, by the {@link Lease}. The first
 * one ends when it returns from its task. What the driver alone may touch is in {@link #ready} and {@link #selector}; the lease hands it over.
 *
 * <p><b>The end.</b> When the group closes, the thread ends as soon as it has nothing to run. A thread that a handler has started may
 * outlive the server: when it is unparked, a new thread drives the carrier until it has nothing to run again.
 */
public final class Carrier {
    /** The most tasks of the inbox in a round: the sockets must not wait for a flood of tasks. Fewer than {@link #QUEUE}. */
    private static final int MAX_INBOX = 256;

    /**
     * How long a round goes on to take shared tasks: a look at the sockets costs as much as a short task, so several of those share one, while
     * a long task is the last of its round.
     */
    private static final long SHARED_NANOS = 50_000;

    /** The capacity of the queue. Threads beyond it wait in the inbox for the next round. */
    private static final int QUEUE = 1024;

    private final CarrierGroup group;
    private final int index;
    private final Selector selector;
    private final CarrierInbox inbox;

    /** What is run in this round. Only for the thread that drives, between tasks. */
    private final ArrayDeque<Runnable> ready = new ArrayDeque<>(QUEUE);

    private final Consumer<SelectionKey> onReady = Carrier::signal;

    /**
     * Whether a selection has failed: out of memory, a selector loses what it was about to tell the kernel, and would never report those
     * sockets. Only for the thread that drives, between tasks.
     */
    private boolean interestsLost;

    /** The thread that drives now, or did last. Set by that thread, read by the monitor. */
    private final AtomicReference<@Nullable CarrierThread> driver = new AtomicReference<>();

    private final BusyTime busy = new BusyTime();
    private final UtilizationMeter utilization = new UtilizationMeter(busy::nanos);
    private final LongAdder connections = new LongAdder();
    private final LongAdder messages = new LongAdder();

    Carrier(CarrierGroup group, int index, CarrierInbox inbox) throws IOException {
        this.group = group;
        this.index = index;
        this.inbox = inbox;
        this.selector = Selector.open();
    }

    /** Its number in the group, from 0. */
    public int index() {
        return index;
    }

    CarrierGroup group() {
        return group;
    }

    /** Connections that it has now. */
    public LongAdder connections() {
        return connections;
    }

    /** Messages that it has handled. */
    public LongAdder messages() {
        return messages;
    }

    /** The part of the time in which it did not sleep. */
    public UtilizationMeter utilization() {
        return utilization;
    }

    /** Starts a virtual thread that stays on this carrier. */
    public void start(String name, Runnable task) {
        CustomScheduling.unstarted(new CarrierScheduler(this), name, task).start();
    }

    /** Runs a task on this carrier's thread. Any thread may call it. */
    void execute(Runnable task) {
        if (Thread.currentThread() instanceof CarrierThread here && here.isInLoopOf(this) && ready.size() < QUEUE) {
            ready.add(task);
        } else {
            perform(inbox.add(task)); // Also what the queue has no space for: to let it grow could fail.
        }
    }

    /** Runs a task after a selection that begins after this call. Any thread may call it; the task must be short. */
    public void afterSelect(Runnable task) {
        perform(inbox.add(task)); // Each round selects between taking tasks from the inbox and running them.
    }

    /** Does what a task that was added needs to be run. Returns whether there was anything to do. */
    boolean perform(Duty duty) {
        switch (duty) {
            case NONE -> {
                return false;
            }
            case WAKE -> wake();
            case START -> startDriver();
        }
        return true;
    }

    /** Adds a task that any carrier of the group may run. */
    void addShared(Runnable task) {
        inbox.addShared(task);
    }

    /** Takes over the duty to have this carrier look at the shared tasks, if it sleeps or has ended. */
    boolean lookAtShared() {
        return perform(inbox.duty());
    }

    /** Has the carrier, if it sleeps, see that an interest has changed or a channel was closed. Any thread may call it. */
    void selectAgain() {
        if (inbox.mustWake()) {
            wake();
        }
    }

    private void wake() {
        Pinned.begin();
        try {
            selector.wakeup();
        } finally {
            Pinned.end();
        }
    }

    SelectionKey register(SelectableChannel channel, Object attachment) throws IOException {
        return channel.register(selector, 0, attachment);
    }

    // ---- the loop

    /** Starts a thread that drives this carrier. */
    void startDriver() {
        new CarrierThread(this).start();
    }

    /**
     * Starts a thread that takes this carrier over if its driver is still inside the same task then.
     *
     * @throws OutOfMemoryError if there is no memory for a thread; then nothing has changed
     */
    void startTakingOver(CarrierThread blocked, long turn) {
        new CarrierThread(this, blocked, turn).start();
    }

    /** Drives this carrier, on that thread, until it ends or another one has taken it over. */
    void drive(CarrierThread self) {
        driver.set(self);
        busy.busy();
        boolean driving = true;
        while (driving) {
            try {
                driving = self.report() && runReady(self) && runShared(self) && select();
            } catch (Throwable e) {
                interestsLost = true;
                self.toReport(e);
            }
        }
    }

    /** Returns false if another thread drives now. */
    private boolean runReady(CarrierThread self) {
        for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
            if (!self.runTask(task)) {
                return false;
            }
        }
        return true;
    }

    /** Takes one after another, so that each goes to the carrier that is free first. Returns false if another thread drives now. */
    private boolean runShared(CarrierThread self) {
        Runnable task = inbox.pollShared();
        if (task == null) {
            return true;
        }
        long begin = System.nanoTime();
        while (task != null) {
            if (task instanceof NewMessage) {
                messages.increment();
            }
            if (!self.runTask(task)) {
                return false;
            }
            task = System.nanoTime() - begin < SHARED_NANOS ? inbox.pollShared() : null;
        }
        return true;
    }

    /** Collects what is ready, and sleeps until there is something. Returns false if this thread is to end. */
    private boolean select() throws IOException {
        for (int i = 0; i < MAX_INBOX; i++) {
            Runnable task = inbox.poll();
            if (task == null) {
                break;
            }
            ready.add(task);
        }
        if (interestsLost) {
            renewInterests();
        }
        if (!ready.isEmpty() || interestsLost) {
            selectNow();
        } else if (group.isClosed()) {
            selectNow();
            return !ready.isEmpty() || !ended();
        } else if (inbox.fallAsleep()) {
            if (group.isClosed()) { // Again: close() says so, and then wakes those that it sees asleep.
                inbox.awake();
                return true;
            }
            busy.idle();
            try {
                selector.select(onReady);
            } finally {
                inbox.awake();
                busy.busy();
            }
        } else {
            selectNow();
        }
        return true;
    }

    /** Has the selector tell the kernel again what each socket waits for. Without memory for it the next round tries again. */
    private void renewInterests() {
        try {
            if (selector.isOpen()) {
                selector.keys().forEach(ReadyChannel::renewInterest);
            }
            interestsLost = false;
        } catch (OutOfMemoryError e) {
            Thread.onSpinWait(); // Each attempt collects garbage first, which takes so long that it is no busy loop.
        }
    }

    private void selectNow() throws IOException {
        if (selector.isOpen()) {
            selector.selectNow(onReady);
        }
    }

    /** Whether the thread has ended: from then on the carrier may be another thread's. */
    private boolean ended() throws IOException {
        selector.close(); // Descriptors of closed channels are released by this.
        busy.idle();
        if (inbox.end()) {
            return true;
        }
        busy.busy();
        return false;
    }

    private static void signal(SelectionKey key) {
        ((ReadyChannel) key.attachment()).signal(key);
    }

    void failed(Throwable failure) {
        group.failed(failure);
    }

    /** The thread that drives now, or did last; null before the first. */
    @Nullable
    CarrierThread driver() {
        return driver.get();
    }

    /** Closes the selector of a carrier that was never driven. */
    void discard() {
        try {
            selector.close();
        } catch (IOException e) {
            // It has no channels.
        }
    }
}
