package dev.heddle.net;

import dev.heddle.concurrent.ClosableSet;
import dev.heddle.concurrent.CoarseClock;
import dev.heddle.concurrent.Lifecycle;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.options.ServerOptions;
import dev.heddle.options.Timeouts;
import dev.heddle.protocol.Protocol;
import dev.heddle.protocol.SocketLayer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * What the parts of one server share.
 *
 * @param options what was chosen
 * @param protocol the three verbs
 * @param layer what lies between the sockets and the protocol: nothing, or TLS
 * @param events told what happens
 * @param lifecycle the state of the server
 * @param connections the open connections
 * @param capacity how much is accepted at a time
 * @param timing the clock of the deadlines
 * @param threads starts the threads of the server
 * @param counters the counters of each acceptor
 */
public record ServerContext(
        ServerOptions options,
        Protocol protocol,
        SocketLayer layer,
        ServerEvents events,
        Lifecycle lifecycle,
        ClosableSet<Connection> connections,
        Capacity capacity,
        Timing timing,
        ServerThreads threads,
        List<Counters> counters) {
    /**
     * Creates the context of a new server that speaks its protocol on the sockets themselves.
     *
     * @throws IOException if the server's own carriers cannot be opened
     */
    public static ServerContext create(ServerOptions options, Protocol protocol, ServerEvents events)
            throws IOException {
        return create(options, protocol, SocketLayer.NONE, events);
    }

    /**
     * Creates the context of a new server with a layer between its sockets and its protocol.
     *
     * @throws IOException if the server's own carriers cannot be opened
     */
    public static ServerContext create(ServerOptions options, Protocol protocol, SocketLayer layer, ServerEvents events)
            throws IOException {
        CoarseClock clock = new CoarseClock(Timeouts.PRECISION_MILLIS);
        return new ServerContext(
                options,
                protocol,
                layer,
                events,
                new Lifecycle(),
                new ClosableSet<>(),
                Capacity.of(options),
                new Timing(clock, new HandlerTimeouts(options.timeouts(), clock, events)),
                ServerThreads.open(options, events),
                Stream.generate(Counters::new)
                        .limit(options.architecture().acceptors())
                        .toList());
    }

    /** Says that each reply is the last of its connection, and gives up those that are not wanted any more. Again: also those of new ones. */
    public void endReplies() {
        lifecycle.endReplies();
        connections.forEach(Connection::cancelReplies);
    }

    /** Reports a failure on a connection. If it ran out of memory, the watchdog is told, too. Never throws. */
    public void connectionFailed(Connection connection, Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            capacity.reserve().exhausted();
        }
        try {
            events.connectionFailed(connection.peer(), failure);
        } catch (OutOfMemoryError e) {
            // There is not even the memory to ask for the peer.
        }
    }

    /**
     * The counters of one acceptor and of the connections that it accepted.
     *
     * @param accepted connections accepted, rejected ones included
     * @param rejected connections rejected because the server was full
     * @param rejectedMessages messages rejected because too many were in progress
     * @param rejectedForMemory messages rejected because there was no buffer memory left
     * @param untrusted connections closed because a PROXY header was expected, and they may send none or sent no valid one
     * @param failures accepts that failed
     * @param started messages whose handling has started
     * @param speaking open connections that have sent a message, or the beginning of one
     * @param finished messages whose handling has ended, and whose reply was written or given up
     */
    public record Counters(
            LongAdder accepted,
            LongAdder rejected,
            LongAdder rejectedMessages,
            LongAdder rejectedForMemory,
            LongAdder untrusted,
            LongAdder failures,
            LongAdder started,
            LongAdder speaking,
            LongAdder finished) {
        Counters() {
            this(
                    new LongAdder(),
                    new LongAdder(),
                    new LongAdder(),
                    new LongAdder(),
                    new LongAdder(),
                    new LongAdder(),
                    new LongAdder(),
                    new LongAdder(),
                    new LongAdder());
        }
    }
}
