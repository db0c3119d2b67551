package dev.heddle.lab.compare;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The servers of one scenario, each from its first measurement to the scenario's end: they stay warm between the rounds, and are paused while others
 * are measured. For one thread.
 */
final class RunningServers implements AutoCloseable {
    private final List<String> application;
    private final Map<Variant, ServerUnderTest> started = new HashMap<>();

    /** @param application flags that name someone's own application; empty for the demo's */
    RunningServers(List<String> application) {
        this.application = application;
    }

    /**
     * The server of a variant, running; starts it if there is none.
     *
     * @throws IOException if it does not start; the message says why
     */
    ServerUnderTest of(Variant variant) throws IOException {
        ServerUnderTest running = started.get(variant);
        if (running == null) {
            running = ServerUnderTest.start(variant, application);
            started.put(variant, running);
        } else {
            running.resume();
        }
        return running;
    }

    /** Pauses all, until they are asked for again. */
    void pauseAll() throws IOException {
        for (ServerUnderTest each : started.values()) {
            each.pause();
        }
    }

    /** Ends a server that has failed: the next round gets another one. */
    void end(Variant variant) {
        ServerUnderTest failed = started.remove(variant);
        if (failed != null) {
            failed.close();
        }
    }

    @Override
    public void close() {
        started.values().forEach(ServerUnderTest::close);
    }
}
