package dev.heddle.net;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.CoarseClock;
import dev.heddle.concurrent.ConnectionRegistry;
import dev.heddle.concurrent.Counter;
import dev.heddle.concurrent.Lifecycle;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.options.ServerOptions;
import dev.heddle.options.Timeouts;
import dev.heddle.protocol.Protocol;
import dev.heddle.protocol.SocketLayer;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the parts of one server share: its options, and the cells of {@code concurrent}.
 *
 * @param options what was chosen
 * @param protocol the three verbs
 * @param layer what lies below them
 * @param events to be told what happens
 * @param lifecycle where the server is in its life
 * @param clock the clock of the deadlines
 * @param connections those that are open
 * @param admission the room for connections
 * @param refusals the room for those that are being turned away politely
 * @param counters what is counted, by acceptor
 */
public record ServerContext(
        ServerOptions options,
        Protocol protocol,
        SocketLayer layer,
        ServerEvents events,
        Lifecycle lifecycle,
        CoarseClock clock,
        ConnectionRegistry<Connection> connections,
        Admission admission,
        Admission refusals,
        List<Counters> counters) {
    /** How many clients are told at a time that there is no room; the rest are closed without a word. */
    private static final int REFUSALS_AT_A_TIME = 64;

    /** A new server's. */
    public static ServerContext create(ServerOptions options, Protocol protocol, ServerEvents events) {
        return create(options, protocol, SocketLayer.NONE, events);
    }

    /** A new server's, with something between its sockets and its protocol. */
    public static ServerContext create(
            ServerOptions options, Protocol protocol, SocketLayer layer, ServerEvents events) {
        return new ServerContext(
                options,
                protocol,
                layer,
                events,
                new Lifecycle(),
                new CoarseClock(Timeouts.PRECISION_MILLIS),
                new ConnectionRegistry<>(),
                new Admission(options.limits().connections()),
                new Admission(REFUSALS_AT_A_TIME),
                Stream.generate(Counters::new)
                        .limit(options.architecture().acceptors())
                        .toList());
    }

    /**
     * What is counted for one acceptor and the connections that it accepted.
     *
     * @param accepted connections accepted, those rejected included
     * @param rejected connections turned away
     * @param failures accepts that failed
     * @param begun messages whose handling has begun
     * @param ended messages whose handling has ended, and whose reply was written or given up
     */
    public record Counters(Counter accepted, Counter rejected, Counter failures, Counter begun, Counter ended) {
        Counters() {
            this(new Counter(), new Counter(), new Counter(), new Counter(), new Counter());
        }
    }
}
