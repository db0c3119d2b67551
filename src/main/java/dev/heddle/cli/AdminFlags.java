package dev.heddle.cli;

import dev.heddle.admin.AdminServer;
import dev.heddle.admin.EventCounters;
import dev.heddle.http1.Http1Protocol;
import dev.heddle.metrics.BothEvents;
import dev.heddle.metrics.ServerEvents;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The flags of the admin server, and of how a server stops that a load balancer asks for its readiness. They open that server, and close
 * it last. For the main thread.
 */
final class AdminFlags {
    private final CommandSpec command;
    private final Flag<Integer> port;
    private final Flag<String> bind;
    private final Flag<Duration> drainDelay;
    private final EventCounters counters = new EventCounters();

    /** Adds the flags to a command. */
    AdminFlags(CommandSpec command) {
        this.command = command;
        port = Flag.add(
                command,
                Integer.class,
                OptionSpec.builder("--admin-port")
                        .paramLabel("N")
                        .converters(new WholeNumber.Port())
                        .description(
                                "Also serves metrics, health checks and a thread dump on this port: docs/admin.md; 0"
                                        + " for any free one (default: none)."));
        bind = Flag.add(
                command,
                String.class,
                OptionSpec.builder("--admin-bind")
                        .paramLabel("ADDR")
                        .initialValue("127.0.0.1")
                        .description("The address that --admin-port is on. All who reach it may read everything."));
        drainDelay = Flag.add(
                command,
                Duration.class,
                OptionSpec.builder("--drain-delay")
                        .paramLabel("TIME")
                        .defaultValue("0s")
                        .converters(new TimeSpan())
                        .description(
                                "When stopping: how long connections are still accepted, while /health/ready is 503,"
                                        + " before the drain begins."));
    }

    /** Who receives the events of the server that is watched: the log, and the counters if there is an admin port. */
    ServerEvents observed(ServerEvents log) {
        return port.isPresent() ? new BothEvents(log, counters) : log;
    }

    /** A protocol whose requests are counted if there is an admin port. */
    Http1Protocol of(Http1Protocol protocol) {
        return port.isPresent() ? protocol.reportingTo(counters) : protocol;
    }

    /**
     * Runs a server in the foreground, with the admin server beside it if there is an admin port.
     *
     * @return the exit code
     * @throws ParameterException if the admin server has no address
     * @throws CommandFailure if it cannot listen. In both cases the other server is closed, too
     */
    int run(Foreground foreground, PrintWriter out) throws CommandFailure, InterruptedException {
        if (bind.value().isBlank()) {
            foreground.abandon();
            throw new ParameterException(command.commandLine(), "--admin-bind needs an address");
        }
        if (!port.isPresent()) {
            return foreground.delayingDrain(drainDelay.value()).run(out);
        }
        try (AdminServer admin = opened(port.value(), foreground)) {
            return foreground.delayingDrain(drainDelay.value()).beside(admin).run(out);
        }
    }

    private AdminServer opened(int chosen, Foreground foreground) throws CommandFailure {
        try {
            return AdminServer.open(
                    address(), chosen, foreground.server(), foreground.serving(), counters, foreground.log().log());
        } catch (IOException e) {
            foreground.abandon();
            throw new CommandFailure("admin port: " + e.getMessage(), "admin-port", "admin-bind");
        }
    }

    private InetAddress address() throws UnknownHostException {
        try {
            return InetAddress.getByName(bind.value());
        } catch (UnknownHostException e) {
            throw new UnknownHostException("cannot listen on '" + bind.value() + "': unknown address");
        }
    }
}
