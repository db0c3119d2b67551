package dev.heddle.cli;

import dev.heddle.options.Timeouts;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The time-outs by their names, with the library's defaults. Times are 500ms, 10s, 2m, or seconds; 0 turns one off. */
final class TimeoutFlags {
    private Timeouts timeouts = Timeouts.defaults();

    /** What was chosen. */
    Timeouts chosen() {
        return timeouts;
    }

    @Option(
            names = "--head-timeout",
            order = 201,
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = TimeSpan.class,
            description = "From the first byte of a message to the end of its head; beyond it 408 and close.")
    void head(Duration time) {
        timeouts = timeouts.withHead(time);
    }

    @Option(
            names = "--idle-timeout",
            order = 202,
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = TimeSpan.class,
            description = "Between two messages and before the first; beyond it close.")
    void idle(Duration time) {
        timeouts = timeouts.withIdle(time);
    }

    @Option(
            names = "--body-timeout",
            order = 203,
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = TimeSpan.class,
            description =
                    "A grace for request content beside which it keeps up --min-body-rate; beyond it 408 and close.")
    void body(Duration time) {
        timeouts = timeouts.withBody(time, timeouts.minBodyRate());
    }

    @Option(
            names = "--min-body-rate",
            order = 204,
            paramLabel = "N",
            defaultValue = "500",
            converter = WholeNumber.Count.class,
            description = "The least rate of request content in bytes a second; 0 for none.")
    void minBodyRate(int bytesPerSecond) {
        timeouts = timeouts.withBody(timeouts.body(), bytesPerSecond);
    }

    @Option(
            names = "--write-timeout",
            order = 205,
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = TimeSpan.class,
            description = "For a client to take the next 64 KiB of a reply; beyond it its connection is cut.")
    void write(Duration time) {
        timeouts = timeouts.withWrite(time);
    }

    @Option(
            names = "--min-write-rate",
            order = 206,
            paramLabel = "N",
            defaultValue = "500",
            converter = WholeNumber.Count.class,
            description =
                    "The least rate at which a client takes a reply in bytes a second, --write-timeout being the grace; 0 for none.")
    void minWriteRate(int bytesPerSecond) {
        timeouts = timeouts.withMinWriteRate(bytesPerSecond);
    }

    @Option(
            names = "--linger-timeout",
            order = 206,
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = TimeSpan.class,
            description = "For a client that was refused to stop sending; beyond it close.")
    void linger(Duration time) {
        timeouts = timeouts.withLinger(time);
    }

    @Option(
            names = "--handler-timeout",
            order = 209,
            paramLabel = "TIME",
            defaultValue = "0s",
            converter = TimeSpan.class,
            description = "For a handler to return; beyond it its stack is logged and its thread interrupted.")
    void handler(Duration time) {
        timeouts = timeouts.withHandler(time);
    }

    @Option(
            names = "--idle-under-pressure-timeout",
            order = 202,
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = TimeSpan.class,
            description = "From 15/16 of --max-connections on those idle for longest are closed, but none before this.")
    void idleUnderPressure(Duration time) {
        timeouts = timeouts.withIdleUnderPressure(time);
    }

    @Option(
            names = "--drain-idle-timeout",
            order = 207,
            paramLabel = "TIME",
            defaultValue = "250ms",
            converter = TimeSpan.class,
            description = "When stopping: for an idle connection to send one more message.")
    void drainIdle(Duration time) {
        timeouts = timeouts.withDrain(time, timeouts.drain());
    }

    @Option(
            names = "--drain-timeout",
            order = 208,
            paramLabel = "TIME",
            defaultValue = "20s",
            converter = TimeSpan.class,
            description = "When stopping: for what is in flight to end; beyond it connections are cut, exit code 1.")
    void drain(Duration time) {
        timeouts = timeouts.withDrain(timeouts.drainIdle(), time);
    }
}
