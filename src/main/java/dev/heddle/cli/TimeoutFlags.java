package dev.heddle.cli;

import dev.heddle.options.Timeouts;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The flags for the timeouts, with the library's defaults. */
final class TimeoutFlags {
    private Timeouts timeouts = Timeouts.defaults();

    /** The timeouts that the flags have set. */
    Timeouts chosen() {
        return timeouts;
    }

    @Option(
            names = "--head-timeout",
            order = 201,
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = TimeSpan.class,
            description = "How long a message head may take from its first byte; beyond it 408 and close.")
    void head(Duration time) {
        timeouts = timeouts.withHead(time);
    }

    @Option(
            names = "--idle-timeout",
            order = 202,
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = TimeSpan.class,
            description =
                    "How long a connection may be idle between two messages and before the first; beyond it close.")
    void idle(Duration time) {
        timeouts = timeouts.withIdle(time);
    }

    @Option(
            names = "--first-message-timeout",
            order = 203,
            paramLabel = "TIME",
            defaultValue = "0s",
            converter = TimeSpan.class,
            description = "How long a connection may be silent before its first message, if that is shorter than idle.")
    void firstMessage(Duration time) {
        timeouts = timeouts.withFirstMessage(time);
    }

    @Option(
            names = "--body-timeout",
            order = 204,
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = TimeSpan.class,
            description =
                    "The grace for a request body, in addition to its time at --min-body-rate; beyond it 408 and close.")
    void body(Duration time) {
        timeouts = timeouts.withBody(time, timeouts.minBodyRate());
    }

    @Option(
            names = "--min-body-rate",
            order = 205,
            paramLabel = "N",
            defaultValue = "500",
            converter = WholeNumber.Count.class,
            description = "The minimum rate of a request body in bytes per second; 0 for none.")
    void minBodyRate(int bytesPerSecond) {
        timeouts = timeouts.withBody(timeouts.body(), bytesPerSecond);
    }

    @Option(
            names = "--write-timeout",
            order = 206,
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = TimeSpan.class,
            description = "How long a client may take for the next 64 KiB of a reply; beyond it abort.")
    void write(Duration time) {
        timeouts = timeouts.withWrite(time);
    }

    @Option(
            names = "--min-write-rate",
            order = 207,
            paramLabel = "N",
            defaultValue = "500",
            converter = WholeNumber.Count.class,
            description =
                    "The minimum rate at which a client takes a reply in bytes per second, with --write-timeout as the grace; 0 for none.")
    void minWriteRate(int bytesPerSecond) {
        timeouts = timeouts.withMinWriteRate(bytesPerSecond);
    }

    @Option(
            names = "--linger-timeout",
            order = 208,
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = TimeSpan.class,
            description =
                    "How long a client may keep sending, or be silent, after its last reply before its connection is closed.")
    void linger(Duration time) {
        timeouts = timeouts.withLinger(time);
    }

    @Option(
            names = "--handler-timeout",
            order = 209,
            paramLabel = "TIME",
            defaultValue = "0s",
            converter = TimeSpan.class,
            description = "How long a handler may run; beyond it its stack is logged and its thread interrupted.")
    void handler(Duration time) {
        timeouts = timeouts.withHandler(time);
    }

    @Option(
            names = "--idle-under-pressure-timeout",
            order = 210,
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = TimeSpan.class,
            description =
                    "When 15/16 of a limit are in use, connections idle or slow for longer than this are closed, longest first.")
    void idleUnderPressure(Duration time) {
        timeouts = timeouts.withIdleUnderPressure(time);
    }

    @Option(
            names = "--drain-idle-timeout",
            order = 211,
            paramLabel = "TIME",
            defaultValue = "250ms",
            converter = TimeSpan.class,
            description = "When stopping: how long an idle connection may take to send one more message.")
    void drainIdle(Duration time) {
        timeouts = timeouts.withDrain(time, timeouts.drain());
    }

    @Option(
            names = "--drain-timeout",
            order = 212,
            paramLabel = "TIME",
            defaultValue = "20s",
            converter = TimeSpan.class,
            description =
                    "When stopping: how long messages in flight may take; beyond it connections are aborted, exit code 1.")
    void drain(Duration time) {
        timeouts = timeouts.withDrain(timeouts.drainIdle(), time);
    }
}
