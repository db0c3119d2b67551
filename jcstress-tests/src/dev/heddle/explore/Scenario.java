package dev.heddle.explore;

import java.util.ArrayList;
import java.util.List;

/**
 * Some threads, what they do, and what has to hold whatever their order: run under many chosen schedules by an {@link Exploration}.
 *
 * <p>A scenario is made anew for each schedule, so its fields are the state of one. {@link #run} starts all its threads by {@link
 * #together}, which waits for them. It uses platform threads, no time and nothing random, and leaves nothing behind.
 *
 * <p>It fails if it throws, if one of its threads throws, or if its threads wait for each other forever.
 */
public abstract class Scenario {
    /** For its subclasses, which have a public constructor without parameters. */
    protected Scenario() {}

    /** What has to hold, as a sentence. */
    public abstract String promise();

    /** Runs it once. */
    public abstract void run() throws InterruptedException;

    /** What an actor does. */
    public interface Part {
        /** Does it. */
        void play() throws InterruptedException;
    }

    /**
     * A thread of a scenario.
     *
     * @param name who it is, for the interleaving that is printed
     * @param part what it does
     */
    public record Actor(String name, Part part) {}

    /** An actor of that name. */
    protected static Actor actor(String name, Part part) {
        return new Actor(name, part);
    }

    /** Starts a thread for each of them, and waits until all have ended. */
    protected static void together(Actor... actors) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (Actor actor : actors) {
            Thread thread = new Thread(() -> play(actor.part), actor.name);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void play(Part part) {
        try {
            part.play();
        } catch (InterruptedException e) {
            throw new AssertionError("was interrupted", e);
        }
    }

    /**
     * Fails the scenario unless a condition holds.
     *
     * @param what the condition, as a sentence
     */
    protected static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("does not hold: " + what);
        }
    }
}
