package dev.heddle.options;

import java.util.List;

/**
 * The catalogue of threading architectures. Each says who accepts a connection and who reads, handles and writes its
 * messages; all of them serve the same protocols with the same handlers.
 *
 * <table>
 *   <caption>The five architectures</caption>
 *   <tr><th>name</th><th>as in</th><th>who accepts</th><th>who reads, handles, writes</th></tr>
 *   <tr><td>{@code single-threaded}</td><td>Node.js</td><td>the one thread</td><td>the one thread</td></tr>
 *   <tr><td>{@code single-acceptor}</td><td>memcached, Tomcat</td><td>one acceptor</td>
 *       <td>the connection's virtual thread</td></tr>
 *   <tr><td>{@code multi-acceptor}</td><td>NGINX before 1.9.1</td><td>N acceptors on one socket</td>
 *       <td>whoever accepted the connection</td></tr>
 *   <tr><td>{@code message-balanced}</td><td>RAMCloud</td><td>one acceptor</td>
 *       <td>a dispatcher reads, a virtual thread for each message handles, replies leave in order</td></tr>
 *   <tr><td>{@code socket-sharded}</td><td>NGINX from 1.9.1</td><td>N acceptors, a socket each</td>
 *       <td>the connection's virtual thread</td></tr>
 * </table>
 */
public sealed interface Architecture {
    /** The name on the command line. */
    String label();

    /** How many threads accept. */
    int acceptors();

    /**
     * Whether messages of one connection are handled concurrently. Then the number of connections does not bound the messages in
     * progress, and {@link Limits#messagesInFlight} counts.
     */
    default boolean overlapsMessages() {
        return false;
    }

    /**
     * One thread for everything: handlers never run at the same time as each other, so they need no locks. One slow handler
     * delays everyone.
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
     * Acceptors that compete for one shared socket; whichever gets a connection serves it, having started its successor.
     *
     * @param acceptors how many wait at a time, at least 1
     */
    record MultiAcceptor(int acceptors) implements Architecture {
        public MultiAcceptor {
            requirePositive("acceptors", acceptors);
        }

        @Override
        public String label() {
            return "multi-acceptor";
        }
    }

    /**
     * Dispatchers that read and sort messages into lanes, and a virtual thread for each message.
     *
     * @param dispatchers how many serial dispatchers divide the connections, at least 1; with 1 all messages pass through
     *     one, as in RAMCloud
     * @param longLane how many messages of the long lane run at a time, at least 1; less than the carriers, so that they
     *     cannot take all
     */
    record MessageBalanced(int dispatchers, int longLane) implements Architecture {
        public MessageBalanced {
            requirePositive("dispatchers", dispatchers);
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
     * Acceptors with a listening socket each, among which the kernel divides the connections ({@code SO_REUSEPORT}).
     *
     * @param acceptors how many sockets and acceptors, at least 1
     */
    record SocketSharded(int acceptors) implements Architecture {
        public SocketSharded {
            requirePositive("acceptors", acceptors);
        }

        @Override
        public String label() {
            return "socket-sharded";
        }
    }

    /** An architecture that is not one of the five. Implemented inside this library's module only, by its schedule's factory. */
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

    /** As many dispatchers as there are carriers, and one carrier kept free of long messages where there are several. */
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
     * The architecture of that name, with its defaults on this machine.
     *
     * @throws IllegalArgumentException naming the known ones if there is none
     */
    static Architecture named(String label) {
        for (Architecture architecture : all()) {
            if (architecture.label().equals(label)) {
                return architecture;
            }
        }
        throw new IllegalArgumentException("no architecture '" + label + "'; known: "
                + String.join(", ", all().stream().map(Architecture::label).toList()));
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
    }
}
