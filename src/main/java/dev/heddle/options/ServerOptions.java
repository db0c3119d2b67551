package dev.heddle.options;

import dev.heddle.proxy.ProxyOptions;
import java.net.InetAddress;

/**
 * All options of one server. Immutable.
 *
 * {@snippet :
 * ServerOptions options = ServerOptions.defaults().withPort(8080).withArchitecture(Architecture.multiAcceptor());
 * Server server = Server.http(request -> Response.text("hello")).options(options).start();
 * }
 *
 * @param bind the address to listen on (default the loopback address, so that a server is reachable from elsewhere only on purpose)
 * @param port the port to listen on, from 0 to 65535; 0 takes any free one (default 0)
 * @param backlog how many connections the kernel queues until they are accepted, at least 1 (default 4096; at the JDK's default of
 *     50, clients that connect in a burst wait a second for a retransmission). The kernel may lower it
 * @param architecture which threads accept, read, handle and write (default single-acceptor)
 * @param limits how much is accepted
 * @param timeouts how long the server waits
 * @param scheduler which carriers run the server's threads (default what the system property {@value Scheduler#PROPERTY} names, else the
 *     JVM's)
 * @param placement which of its own carriers a connection is given to (default round robin); of no effect on the JVM's
 * @param proxies which proxies in front of the server are believed, and what they say (default none)
 * @param sharePort whether other processes of the same user may listen on the port, too, if they also say so (default false)
 */
public record ServerOptions(
        InetAddress bind,
        int port,
        int backlog,
        Architecture architecture,
        Limits limits,
        Timeouts timeouts,
        Scheduler scheduler,
        Placement placement,
        ProxyOptions proxies,
        boolean sharePort) {
    /** @throws IllegalArgumentException if the port or the backlog is out of bounds */
    public ServerOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be between 0 and 65535, not " + port);
        }
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog must be at least 1, not " + backlog);
        }
    }

    /**
     * The defaults.
     *
     * @throws IllegalArgumentException if {@value Scheduler#PROPERTY} names no scheduler
     */
    public static ServerOptions defaults() {
        return new ServerOptions(
                InetAddress.getLoopbackAddress(),
                0,
                4096,
                Architecture.singleAcceptor(),
                Limits.defaults(),
                Timeouts.defaults(),
                Scheduler.standard(),
                Placement.ROUND_ROBIN,
                ProxyOptions.NONE,
                false);
    }

    /** These options with another {@link #bind}. */
    public ServerOptions withBind(InetAddress value) {
        return new ServerOptions(
                value, port, backlog, architecture, limits, timeouts, scheduler, placement, proxies, sharePort);
    }

    /**
     * These options with another {@link #port}.
     *
     * @throws IllegalArgumentException if it is not from 0 to 65535
     */
    public ServerOptions withPort(int value) {
        return new ServerOptions(
                bind, value, backlog, architecture, limits, timeouts, scheduler, placement, proxies, sharePort);
    }

    /**
     * These options with another {@link #backlog}.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public ServerOptions withBacklog(int value) {
        return new ServerOptions(
                bind, port, value, architecture, limits, timeouts, scheduler, placement, proxies, sharePort);
    }

    /** These options with another {@link #architecture}. */
    public ServerOptions withArchitecture(Architecture value) {
        return new ServerOptions(
                bind, port, backlog, value, limits, timeouts, scheduler, placement, proxies, sharePort);
    }

    /** These options with other {@link #limits}. */
    public ServerOptions withLimits(Limits value) {
        return new ServerOptions(
                bind, port, backlog, architecture, value, timeouts, scheduler, placement, proxies, sharePort);
    }

    /** These options with other {@link #timeouts}. */
    public ServerOptions withTimeouts(Timeouts value) {
        return new ServerOptions(
                bind, port, backlog, architecture, limits, value, scheduler, placement, proxies, sharePort);
    }

    /** These options with another {@link #scheduler}. */
    public ServerOptions withScheduler(Scheduler value) {
        return new ServerOptions(
                bind, port, backlog, architecture, limits, timeouts, value, placement, proxies, sharePort);
    }

    /** These options with another {@link #placement}. */
    public ServerOptions withPlacement(Placement value) {
        return new ServerOptions(
                bind, port, backlog, architecture, limits, timeouts, scheduler, value, proxies, sharePort);
    }

    /** These options with other {@link #proxies}. */
    public ServerOptions withProxies(ProxyOptions value) {
        return new ServerOptions(
                bind, port, backlog, architecture, limits, timeouts, scheduler, placement, value, sharePort);
    }

    /** These options with another {@link #sharePort}. */
    public ServerOptions withSharePort(boolean value) {
        return new ServerOptions(
                bind, port, backlog, architecture, limits, timeouts, scheduler, placement, proxies, value);
    }
}
