package dev.heddle.cli;

import java.io.IOException;

/**
 * What the JVM runs that writes a {@link StartupArchive}: the commands {@code demo} and {@code serve}, side by side, until its standard
 * input ends. Whatever they load until then is in the archive. A process of its own, started by {@link TrainingRun}.
 */
final class Training {
    private Training() {}

    /**
     * Runs them. On the main thread.
     *
     * @return the exit code, if one of them fails
     */
    static int run(String servedDirectory) {
        start("heddle-training-end", Training::exitAtEndOfInput);
        start("heddle-training-serve", () -> Main.run("serve", servedDirectory, "-p", "0"));
        return Main.run("demo", "-p", "0");
    }

    /** Not by a signal, with which not every system lets a JVM write the archive. */
    private static void exitAtEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is sent: the end is waited for.
            }
        } catch (IOException e) {
            // The parent has gone, which ends the training, too.
        }
        System.exit(0);
    }

    private static void start(String name, Runnable task) {
        Thread.ofPlatform().daemon().name(name).start(task);
    }
}
