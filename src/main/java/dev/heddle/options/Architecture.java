package dev.heddle.options;

import java.util.List;

/**
 * The catalogue of threading architectures. Each says which threads accept connections, and which read, handle and write messages;
 * all of them serve the same protocols with the same handlers. Immutable.
 *
 * <table>
 *   <caption>The five architectures</caption>
 *   <tr><th>name</th><th>as in</th><th>accepts</th><th>reads, handles, writes</th></tr>
 *   <tr><td>{@code single-threaded}</td><td>Node.js</td><td>the one thread</td><td>the one thread</td></tr>
 *   <tr><td>{@code single-acceptor}</td><td>memcached, Tomcat</td><td>one acceptor</td>
 *       <td>the connection's virtual thread</td></tr>
 *   <tr><td>{@code multi-acceptor}</td><td>NGINX before 1.9.1</td><td>N acceptors on one socket</td>
 *       <td>the acceptor of the connection</td></tr>
 *   <tr><td>{@code message-balanced}</td><td>RAMCloud</td><td>one acceptor</td>
 *       <td>a dispatcher reads, a virtual thread for each message handles, replies are written in order</td></tr>
 *   <tr><td>{@code socket-sharded}</td><td>NGINX from 1.9.1</td><td>N acceptors, a socket each</td>
 *       <td>the connection's virtual thread</td></tr>
 * </table>
 *
 * {@snippet :
 * Architecture architecture = Architecture.named("message-balanced");
 * Server server = Server.http(request -> Response.text("hello")).architecture(architecture).start();
 * }
 */
public sealed interface Architecture {
    /** Its name, as on the command line. */
    String label();

    /** How many threads accept at a time. */
    int acceptors();

    /**
     * Whether messages of one connection are handled concurrently. If so, the number of connections does not bound the messages in
     * flight, and {@link Limits#messagesInFlight} does.
     */
    default boolean overlapsMessages() {
        return false;
    }

    /**
     * One thread for everything. Handlers never run concurrently, so they need no locks; a slow handler delays all clients.
     */
    record SingleThreaded() implements Architecture {
        @Override
        public String label() {
            return "single-threaded";
        }

        @Override
        public int acceptors() {
            return 1;
        }
    }

    /** One acceptor, and a virtual thread for each connection. The modern baseline. */
    record SingleAcceptor() implements Architecture {
        @Override
        public String label() {
            return "single-acceptor";
        }

        @Override
        public int acceptors() {
            return 1;
        }
    }

    /**
     * Acceptors that compete for one shared socket. An acceptor that gets a connection starts its successor and serves the
     * connection itself.
     *
     * @param acceptors how many acceptors wait at a time, from 1 to 1024
     */
    record MultiAcceptor(int acceptors) implements Architecture {
        /** @throws IllegalArgumentException if a number is out of bounds */
        public MultiAcceptor {
            requireThreads("acceptors", acceptors);
        }

        @Override
        public String label() {
            return "multi-acceptor";
        }
    }

    /**
     * Dispatchers that read and sort messages into lanes, and a virtual thread for each message.
     *
     * @param dispatchers how many serial dispatchers the connections are divided among, from 1 to 1024; with 1 all messages pass through
     *     one, as in RAMCloud
     * @param longLane how many long-running messages are handled at a time, at least 1; fewer than the carriers, so that they cannot
     *     occupy all of them
     */
    record MessageBalanced(int dispatchers, int longLane) implements Architecture {
        /** @throws IllegalArgumentException if a number is out of bounds */
        public MessageBalanced {
            requireThreads("dispatchers", dispatchers);
            requirePositive("longLane", longLane);
        }

        @Override
        public String label() {
            return "message-balanced";
        }

        @Override
        public boolean overlapsMessages() {
            return true;
        }

        @Override
        public int acceptors() {
            return 1;
        }
    }

    /**
     * Acceptors with a listening socket each; the kernel divides the connections among them ({@code SO_REUSEPORT}).
     *
     * @param acceptors how many acceptors, and sockets, from 1 to 1024
     */
    record SocketSharded(int acceptors) implements Architecture {
        /** @throws IllegalArgumentException if a number is out of bounds */
        public SocketSharded {
            requireThreads("acceptors", acceptors);
        }

        @Override
        public String label() {
            return "socket-sharded";
        }
    }

    /** An architecture that is not one of the five. Implemented only inside this library's module, together with the factory of its schedule. */
    non-sealed interface Custom extends Architecture {}

    /** One thread for everything. */
    static Architecture singleThreaded() {
        return new SingleThreaded();
    }

    /** One acceptor, a virtual thread for each connection. */
    static Architecture singleAcceptor() {
        return new SingleAcceptor();
    }

    /** As many acceptors on one socket as there are carriers. */
    static Architecture multiAcceptor() {
        return new MultiAcceptor(CarrierThreads.count());
    }

    /** As many dispatchers as there are carriers; if there are several carriers, one is kept free of long-running messages. */
    static Architecture messageBalanced() {
        return new MessageBalanced(CarrierThreads.count(), Math.max(1, CarrierThreads.count() - 1));
    }

    /** As many sockets and acceptors as there are carriers. */
    static Architecture socketSharded() {
        return new SocketSharded(CarrierThreads.count());
    }

    /** All five, with their defaults on this machine. */
    static List<Architecture> all() {
        return List.of(singleThreaded(), singleAcceptor(), multiAcceptor(), messageBalanced(), socketSharded());
    }

    /**
     * The architecture of a name, with its defaults on this machine.
     *
     * @throws IllegalArgumentException if no architecture has that name; the message lists the names
     */
    static Architecture named(String label) {
        for (Architecture architecture : all()) {
            if (architecture.label().equals(label)) {
                return architecture;
            }
        }
        throw new IllegalArgumentException("unknown architecture '" + label + "'; known: "
                + String.join(", ", all().stream().map(Architecture::label).toList()));
    }

    /** A number far above that of any machine's processors is a typing error, and each costs memory or a socket. */
    private static void requireThreads(String name, int value) {
        requirePositive(name, value);
        if (value > 1024) {
            throw new IllegalArgumentException(name + " must be at most 1024, not " + value);
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
    }
}
