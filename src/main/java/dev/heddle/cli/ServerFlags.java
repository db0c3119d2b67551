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
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/**
 * The flags of every command that serves, how its help shows them, and the server options that they give. For the main thread.
 */
final class ServerFlags {
    private final CommandSpec command;
    private final Flag<String> architecture;
    private final Flag<String> bind;
    private final Flag<Integer> port;
    private final Flag<Integer> carriers;
    private final Flag<Integer> readPollers;
    private final Flag<Integer> acceptors;
    private final Flag<Integer> dispatchers;
    private final Flag<String> scheduler;
    private final Flag<String> placement;
    private final Flag<Integer> backlog;
    private final ProxyFlags proxies;
    private final Flag<Boolean> verbose;
    private final LimitFlags limits;
    private final TimeoutFlags timeouts;
    private final AccessLogFlags accessLog;

    /** Adds the flags to a command, and says how its help looks. */
    ServerFlags(CommandSpec command) {
        this.command = command;
        describeHelp(command.usageMessage());
        architecture = Flag.add(
                command,
                String.class,
                OptionSpec.builder("-a", "--architecture")
                        .paramLabel("NAME")
                        .initialValue("single-acceptor")
                        .description("Which threads do what: single-threaded, single-acceptor, multi-acceptor,"
                                + " message-balanced, socket-sharded."));
        bind = Flag.add(
                command,
                String.class,
                OptionSpec.builder("-b", "--bind")
                        .paramLabel("ADDR")
                        .initialValue("127.0.0.1")
                        .description("The address to listen on; 0.0.0.0 for all of this machine's."));
        port = Flag.add(
                command,
                Integer.class,
                OptionSpec.builder("-p", "--port")
                        .paramLabel("N")
                        .converters(new WholeNumber.Port())
                        .initialValue(8080)
                        .description("The port to listen on; 0 for any free one."));
        carriers = threads(
                command,
                "--carriers",
                "Platform threads that carry the virtual threads (default: the available processors, 1 for single-threaded).");
        readPollers = Flag.add(
                command,
                Integer.class,
                OptionSpec.builder("--read-pollers")
                        .paramLabel("N")
                        .converters(new WholeNumber.PowerOfTwo())
                        .description("JDK read-poller threads of the jvm scheduler, a power of two (default: half the"
                                + " carriers when pollers are virtual, else the JDK's choice)."));
        acceptors = threads(
                command,
                "--acceptors",
                "Acceptors of multi-acceptor and socket-sharded (default: one for each carrier).");
        dispatchers =
                threads(command, "--dispatchers", "Dispatchers of message-balanced (default: one for each carrier).");
        scheduler = Flag.add(
                command,
                String.class,
                OptionSpec.builder("--scheduler")
                        .paramLabel("NAME")
                        .description("Whose carriers run the virtual threads: the jvm's, or the server's own, on which"
                                + " connections stay (default: own, if this JVM has a way)."));
        placement = Flag.add(
                command,
                String.class,
                OptionSpec.builder("--placement")
                        .paramLabel("NAME")
                        .initialValue(ServerOptions.defaults().placement().label())
                        .description("Which of its own carriers a single acceptor gives a connection to: round-robin or"
                                + " least-connections."));
        backlog = Flag.add(
                command,
                Integer.class,
                OptionSpec.builder("--backlog")
                        .paramLabel("N")
                        .converters(new WholeNumber.Count())
                        .initialValue(ServerOptions.defaults().backlog())
                        .description("Connections that the kernel queues until they are accepted."));
        proxies = new ProxyFlags(command);
        verbose = Flag.addSwitch(
                command,
                OptionSpec.builder("--verbose")
                        .description("Log protocol errors of clients, and print the stack trace of a failure."));
        ConfigurationFlags.addTo(command);
        Flag.addHelpAndVersion(command);
        limits = new LimitFlags(command);
        timeouts = new TimeoutFlags(command);
        accessLog = new AccessLogFlags(command);
    }

    private static void describeHelp(UsageMessageSpec help) {
        help.abbreviateSynopsis(true)
                .sortOptions(false)
                .showDefaultValues(true)
                .width(110)
                .footer(
                        "",
                        "Sizes are bytes: 65536, 64k, 64KiB, 8m, 8MiB, 1g, 1GiB. Times: 500ms, 10s, 2m, or seconds; 0 turns one"
                                + " off.",
                        "Exit codes: 0 stopped by SIGTERM or SIGINT, 1 failed or connections aborted, 2 wrong usage.");
    }

    private static Flag<Integer> threads(CommandSpec command, String name, String description) {
        return Flag.add(
                command,
                Integer.class,
                OptionSpec.builder(name)
                        .paramLabel("N")
                        .converters(new WholeNumber.Threads())
                        .description(description));
    }

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
        if (verbose.value()) {
            StandardErrorLog.includeDebug();
        }
        Architecture named = checked(() -> Architecture.named(architecture.value()));
        requireFit(named);
        CarrierProperties.apply(
                named instanceof SingleThreaded && !replaceable, carriers.orNull(), readPollers.orNull());
        ServerOptions options = checked(() -> ServerOptions.defaults()
                .withArchitecture(sized())
                .withPort(port.value())
                .withBacklog(backlog.value())
                .withScheduler(chosenScheduler())
                .withPlacement(Placement.named(placement.value()))
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
        boolean single = named instanceof SingleThreaded;
        carriers.ifPresent(count -> {
            if (single && count != 1) {
                throw wrong("--carriers " + count + ": single-threaded runs on one carrier");
            }
        });
        if (acceptors.isPresent() && !(named instanceof MultiAcceptor || named instanceof SocketSharded)) {
            throw wrong("--acceptors applies to multi-acceptor and socket-sharded, not to " + named.label());
        }
        if (dispatchers.isPresent() && !(named instanceof MessageBalanced)) {
            throw wrong("--dispatchers applies to message-balanced, not to " + named.label());
        }
    }

    /** The architecture. Its defaults depend on the number of carriers, which must be set before. */
    private Architecture sized() {
        Architecture named = Architecture.named(architecture.value());
        if (acceptors.isPresent()) {
            int count = acceptors.value();
            return named instanceof MultiAcceptor ? new MultiAcceptor(count) : new SocketSharded(count);
        }
        return dispatchers.isPresent() && named instanceof MessageBalanced balanced
                ? new MessageBalanced(dispatchers.value(), balanced.longLane())
                : named;
    }

    /** Its own carriers are faster on every JDK that has a way to have them: docs/performance.md. */
    private Scheduler chosenScheduler() {
        if (scheduler.isPresent()) {
            return Scheduler.named(scheduler.value());
        }
        boolean chosen = System.getProperty(Scheduler.PROPERTY) != null;
        return chosen || CustomScheduling.whyNot().isPresent() ? Scheduler.standard() : Scheduler.OWN;
    }

    private InetAddress address() throws CommandFailure {
        String name = bind.value();
        if (name.isBlank()) {
            throw wrong("--bind needs an address");
        }
        try {
            return InetAddress.getByName(name);
        } catch (UnknownHostException e) {
            throw new CommandFailure("cannot listen on '" + name + "': unknown address", "bind");
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
