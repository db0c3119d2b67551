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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The flags of the admin server, and of how a server stops that a load balancer asks for its readiness. They open that server, and close
 * it last. For the main thread.
 */
final class AdminFlags {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--admin-port",
            order = 311,
            paramLabel = "N",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            converter = WholeNumber.Port.class,
            description =
                    "Also serves metrics, health checks and a thread dump on this port: docs/admin.md; 0 for any free one"
                            + " (default: none).")
    private @Nullable Integer port;

    @Option(
            names = "--admin-bind",
            order = 312,
            paramLabel = "ADDR",
            description = "The address that --admin-port is on. All who reach it may read everything.")
    private String bind = "127.0.0.1";

    @Option(
            names = "--drain-delay",
            order = 313,
            paramLabel = "TIME",
            defaultValue = "0s",
            converter = TimeSpan.class,
            description =
                    "When stopping: how long connections are still accepted, while /health/ready is 503, before the drain"
                            + " begins.")
    private Duration drainDelay = Duration.ZERO;

    private final EventCounters counters = new EventCounters();

    /** Who receives the events of the server that is watched: the log, and the counters if there is an admin port. */
    ServerEvents observed(ServerEvents log) {
        return port == null ? log : new BothEvents(log, counters);
    }

    /** A protocol whose requests are counted if there is an admin port. */
    Http1Protocol of(Http1Protocol protocol) {
        return port == null ? protocol : protocol.reportingTo(counters);
    }

    /**
     * Runs a server in the foreground, with the admin server beside it if there is an admin port.
     *
     * @return the exit code
     * @throws ParameterException if the admin server has no address
     * @throws CommandFailure if it cannot listen. In both cases the other server is closed, too
     */
    int run(Foreground foreground, PrintWriter out) throws CommandFailure, InterruptedException {
        if (bind.isBlank()) {
            foreground.abandon();
            throw new ParameterException(command.commandLine(), "--admin-bind needs an address");
        }
        if (port == null) {
            return foreground.delayingDrain(drainDelay).run(out);
        }
        try (AdminServer admin = opened(port, foreground)) {
            return foreground.delayingDrain(drainDelay).beside(admin).run(out);
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
            return InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw new UnknownHostException("cannot listen on '" + bind + "': unknown address");
        }
    }
}
