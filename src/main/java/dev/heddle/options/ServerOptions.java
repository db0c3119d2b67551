package dev.heddle.options;

import java.net.InetAddress;

/**
 * Everything that can be chosen about one server.
 *
 * @param bind the address to listen on (default the loopback address: nobody is let in by accident)
 * @param port the port to listen on, 0 for any free one (default 0)
 * @param backlog connections that the kernel keeps until they are accepted (default 4096; at the JDK's own default of 50 a
 *     storm of connects meets retransmissions of a second). The kernel may cap it
 * @param architecture who runs what (default single-acceptor)
 * @param limits how much is taken
 * @param timeouts how long is waited
 */
public record ServerOptions(
        InetAddress bind, int port, int backlog, Architecture architecture, Limits limits, Timeouts timeouts) {
    public ServerOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be between 0 and 65535, not " + port);
        }
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog must be at least 1, not " + backlog);
        }
    }

    /** The defaults. */
    public static ServerOptions defaults() {
        return new ServerOptions(
                InetAddress.getLoopbackAddress(),
                0,
                4096,
                Architecture.singleAcceptor(),
                Limits.defaults(),
                Timeouts.defaults());
    }

    /** These options with another {@link #bind}. */
    public ServerOptions withBind(InetAddress value) {
        return new ServerOptions(value, port, backlog, architecture, limits, timeouts);
    }

    /** These options with another {@link #port}. */
    public ServerOptions withPort(int value) {
        return new ServerOptions(bind, value, backlog, architecture, limits, timeouts);
    }

    /** These options with another {@link #backlog}. */
    public ServerOptions withBacklog(int value) {
        return new ServerOptions(bind, port, value, architecture, limits, timeouts);
    }

    /** These options with another {@link #architecture}. */
    public ServerOptions withArchitecture(Architecture value) {
        return new ServerOptions(bind, port, backlog, value, limits, timeouts);
    }

    /** These options with other {@link #limits}. */
    public ServerOptions withLimits(Limits value) {
        return new ServerOptions(bind, port, backlog, architecture, value, timeouts);
    }

    /** These options with other {@link #timeouts}. */
    public ServerOptions withTimeouts(Timeouts value) {
        return new ServerOptions(bind, port, backlog, architecture, limits, value);
    }
}
