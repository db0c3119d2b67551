package dev.heddle.cli;

import dev.heddle.options.Timeouts;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The flags for the timeouts, with the library's defaults. */
final class TimeoutFlags {
    private final Flag<Duration> head;
    private final Flag<Duration> idle;
    private final Flag<Duration> firstMessage;
    private final Flag<Duration> body;
    private final Flag<Integer> minBodyRate;
    private final Flag<Duration> write;
    private final Flag<Integer> minWriteRate;
    private final Flag<Duration> linger;
    private final Flag<Duration> handler;
    private final Flag<Duration> idleUnderPressure;
    private final Flag<Duration> drainIdle;
    private final Flag<Duration> drain;

    /** Adds the flags to a command. */
    TimeoutFlags(CommandSpec command) {
        head = time(
                command,
                "--head-timeout",
                "10s",
                "How long a message head may take from its first byte; beyond it 408 and close.");
        idle = time(
                command,
                "--idle-timeout",
                "30s",
                "How long a connection may be idle between two messages and before the first; beyond it close.");
        firstMessage = time(
                command,
                "--first-message-timeout",
                "0s",
                "How long a connection may be silent before its first message, if that is shorter than idle.");
        body = time(
                command,
                "--body-timeout",
                "10s",
                "The grace for a request body, in addition to its time at --min-body-rate; beyond it 408 and close.");
        minBodyRate = rate(
                command,
                "--min-body-rate",
                "500",
                "The minimum rate of a request body in bytes per second; 0 for none.");
        write = time(
                command,
                "--write-timeout",
                "30s",
                "How long a client may take for the next 64 KiB of a reply; beyond it abort.");
        minWriteRate = rate(
                command,
                "--min-write-rate",
                "500",
                "The minimum rate at which a client takes a reply in bytes per second, with --write-timeout as the grace; 0"
                        + " for none.");
        linger = time(
                command,
                "--linger-timeout",
                "2s",
                "How long a client may keep sending, or be silent, after its last reply before its connection is closed.");
        handler = time(
                command,
                "--handler-timeout",
                "0s",
                "How long a handler may run; beyond it its stack is logged and its thread interrupted.");
        idleUnderPressure = time(
                command,
                "--idle-under-pressure-timeout",
                "1s",
                "When 15/16 of a limit are in use, connections idle or slow for longer than this are closed, longest first.");
        drainIdle = time(
                command,
                "--drain-idle-timeout",
                "250ms",
                "When stopping: how long an idle connection may take to send one more message.");
        drain = time(
                command,
                "--drain-timeout",
                "20s",
                "When stopping: how long messages in flight may take; beyond it connections are aborted, exit code 1.");
    }

    private static Flag<Duration> time(CommandSpec command, String name, String standard, String description) {
        return Flag.add(
                command,
                Duration.class,
                OptionSpec.builder(name)
                        .paramLabel("TIME")
                        .defaultValue(standard)
                        .converters(new TimeSpan())
                        .description(description));
    }

    private static Flag<Integer> rate(CommandSpec command, String name, String standard, String description) {
        return Flag.add(
                command,
                Integer.class,
                OptionSpec.builder(name)
                        .paramLabel("N")
                        .defaultValue(standard)
                        .converters(new WholeNumber.Count())
                        .description(description));
    }

    /** The timeouts that the flags have set. */
    Timeouts chosen() {
        return Timeouts.defaults()
                .withHead(head.value())
                .withIdle(idle.value())
                .withFirstMessage(firstMessage.value())
                .withBody(body.value(), minBodyRate.value())
                .withWrite(write.value())
                .withMinWriteRate(minWriteRate.value())
                .withLinger(linger.value())
                .withHandler(handler.value())
                .withIdleUnderPressure(idleUnderPressure.value())
                .withDrain(drainIdle.value(), drain.value());
    }
}
