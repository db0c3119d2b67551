package dev.heddle.cli;

import dev.heddle.carrier.CustomScheduling;
import dev.heddle.options.Architecture;
import dev.heddle.options.Architecture.MessageBalanced;
import dev.heddle.options.Architecture.MultiAcceptor;
import dev.heddle.options.Architecture.SingleThreaded;
import dev.heddle.options.Architecture.SocketSharded;
import dev.heddle.options.Placement;
import dev.heddle.options.Scheduler;
import dev.heddle.options.ServerOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The flags of every command that serves, how its help shows them, and the server options that they give. For the main thread.
 */
@Command(
        addMethodSubcommands = false, // there are none, and the search takes a tenth of the start
        abbreviateSynopsis = true,
        sortOptions = false,
        showDefaultValues = true,
        usageHelpWidth = 110,
        footer = {
            "",
            "Sizes are bytes: 65536, 64k, 64KiB, 8m, 8MiB, 1g, 1GiB. Times: 500ms, 10s, 2m, or seconds; 0 turns one off.",
            "Exit codes: 0 stopped by SIGTERM or SIGINT, 1 failed or connections aborted, 2 wrong usage."
        })
final class ServerFlags {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = {"-a", "--architecture"},
            paramLabel = "NAME",
            description = {
                "Which threads do what: single-threaded, single-acceptor, multi-acceptor, message-balanced, socket-sharded."
            })
    private String architecture = "single-acceptor";

    @Option(
            names = {"-b", "--bind"},
            paramLabel = "ADDR",
            description = "The address to listen on; 0.0.0.0 for all of this machine's.")
    private String bind = "127.0.0.1";

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            converter = WholeNumber.Port.class,
            description = "The port to listen on; 0 for any free one.")
    private int port = 8080;

    @Option(
            names = "--carriers",
            paramLabel = "N",
            converter = WholeNumber.Threads.class,
            description =
                    "Platform threads that carry the virtual threads (default: the available processors, 1 for single-threaded).")
    private @Nullable Integer carriers;

    @Option(
            names = "--read-pollers",
            paramLabel = "N",
            converter = WholeNumber.PowerOfTwo.class,
            description =
                    "JDK read-poller threads of the jvm scheduler, a power of two (default: half the carriers when pollers are virtual, else the JDK's choice).")
    private @Nullable Integer readPollers;

    @Option(
            names = "--acceptors",
            paramLabel = "N",
            converter = WholeNumber.Threads.class,
            description = "Acceptors of multi-acceptor and socket-sharded (default: one for each carrier).")
    private @Nullable Integer acceptors;

    @Option(
            names = "--dispatchers",
            paramLabel = "N",
            converter = WholeNumber.Threads.class,
            description = "Dispatchers of message-balanced (default: one for each carrier).")
    private @Nullable Integer dispatchers;

    @Option(
            names = "--scheduler",
            paramLabel = "NAME",
            description = {
                "Whose carriers run the virtual threads: the jvm's, or the server's own, on which connections stay (default: own, if this JVM has a way)."
            })
    private @Nullable String scheduler;

    @Option(
            names = "--placement",
            paramLabel = "NAME",
            description = {
                "Which of its own carriers a single acceptor gives a connection to: round-robin or least-connections."
            })
    private String placement = ServerOptions.defaults().placement().label();

    @Option(
            names = "--backlog",
            paramLabel = "N",
            converter = WholeNumber.Count.class,
            description = "Connections that the kernel queues until they are accepted.")
    private int backlog = ServerOptions.defaults().backlog();

    @Mixin
    private ProxyFlags proxies = new ProxyFlags();

    @Mixin
    private LimitFlags limits = new LimitFlags();

    @Mixin
    private TimeoutFlags timeouts = new TimeoutFlags();

    @Mixin
    private AccessLogFlags accessLog = new AccessLogFlags();

    @Option(
            names = "--verbose",
            description = "Log protocol errors of clients, and print the stack trace of a failure.")
    private boolean verbose;

    @Mixin
    @SuppressWarnings("unused") // its flags are read in picocli's model
    private ConfigurationFlags configuration = new ConfigurationFlags();

    /**
     * Sets the JVM's properties and returns the server's options. To be called before any virtual thread starts and any logger is
     * created.
     *
     * @param replaceable whether other architectures may follow: then the JVM is not given one carrier for the first one
     * @param withTls whether connections hold the memory of TLS, too: there may be fewer
     * @throws ParameterException if the flags contradict each other or a bound
     * @throws CommandFailure if the address cannot be resolved
     */
    ServerOptions chosen(boolean replaceable, boolean withTls) throws CommandFailure {
        if (verbose) {
            StandardErrorLog.includeDebug();
        }
        Architecture named = checked(() -> Architecture.named(architecture));
        requireFit(named);
        CarrierProperties.apply(named instanceof SingleThreaded && !replaceable, carriers, readPollers);
        ServerOptions options = checked(() -> ServerOptions.defaults()
                .withArchitecture(sized())
                .withPort(port)
                .withBacklog(backlog)
                .withScheduler(scheduler())
                .withPlacement(Placement.named(placement))
                .withTimeouts(timeouts.chosen())
                .withProxies(proxies.chosen())
                .withSharePort(proxies.sharesPort()));
        return options.withLimits(checked(() -> limits.chosen(withTls))).withBind(address());
    }

    /**
     * Opens the access log that the flags have chosen.
     *
     * @throws ParameterException if they contradict each other
     * @throws CommandFailure if it cannot be written
     */
    ServedLog openLog() throws CommandFailure {
        try {
            return accessLog.open();
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /** Whether the flags have chosen an access log. */
    boolean hasLog() {
        return accessLog.isChosen();
    }

    private void requireFit(Architecture named) {
        if (carriers != null && carriers != 1 && named instanceof SingleThreaded) {
            throw wrong("--carriers " + carriers + ": single-threaded runs on one carrier");
        }
        if (acceptors != null && !(named instanceof MultiAcceptor || named instanceof SocketSharded)) {
            throw wrong("--acceptors applies to multi-acceptor and socket-sharded, not to " + named.label());
        }
        if (dispatchers != null && !(named instanceof MessageBalanced)) {
            throw wrong("--dispatchers applies to message-balanced, not to " + named.label());
        }
    }

    /** The architecture. Its defaults depend on the number of carriers, which must be set before. */
    private Architecture sized() {
        Architecture named = Architecture.named(architecture);
        if (acceptors != null) {
            return named instanceof MultiAcceptor ? new MultiAcceptor(acceptors) : new SocketSharded(acceptors);
        }
        return dispatchers != null && named instanceof MessageBalanced balanced
                ? new MessageBalanced(dispatchers, balanced.longLane())
                : named;
    }

    /** Its own carriers are faster on every JDK that has a way to have them: docs/performance.md. */
    private Scheduler scheduler() {
        if (scheduler != null) {
            return Scheduler.named(scheduler);
        }
        boolean chosen = System.getProperty(Scheduler.PROPERTY) != null;
        return chosen || CustomScheduling.whyNot().isPresent() ? Scheduler.standard() : Scheduler.OWN;
    }

    private InetAddress address() throws CommandFailure {
        if (bind.isBlank()) {
            throw wrong("--bind needs an address");
        }
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw new CommandFailure("cannot listen on '" + bind + "': unknown address", "bind");
        }
    }

    private <T> T checked(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrong(String message) {
        CommandLine line = command.commandLine();
        return new ParameterException(line, message);
    }
}
