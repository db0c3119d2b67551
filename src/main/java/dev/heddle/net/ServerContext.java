package dev.heddle.net;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.Budget;
import dev.heddle.concurrent.CoarseClock;
import dev.heddle.concurrent.ConnectionRegistry;
import dev.heddle.concurrent.Counter;
import dev.heddle.concurrent.Lifecycle;
import dev.heddle.concurrent.Newcomers;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.options.Architecture;
import dev.heddle.options.Limits;
import dev.heddle.options.ServerOptions;
import dev.heddle.options.Timeouts;
import dev.heddle.protocol.Protocol;
import dev.heddle.protocol.SocketLayer;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
 * @param messages the room for messages being handled; null where connections bound them, one for each
 * @param buffers the room for what has arrived, or waits to leave
 * @param handlers finds those that do not end
 * @param refusals the room for those that are being turned away politely
 * @param newcomers threads that are to be let in however busy the carriers are
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
        @Nullable Admission messages,
        BufferRoom buffers,
        HandlerWatch handlers,
        Admission refusals,
        Newcomers newcomers,
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
        Limits limits = options.limits();
        boolean severalEach = options.architecture() instanceof Architecture.MessageBalanced;
        CoarseClock clock = new CoarseClock(Timeouts.PRECISION_MILLIS);
        return new ServerContext(
                options,
                protocol,
                layer,
                events,
                new Lifecycle(),
                clock,
                new ConnectionRegistry<>(),
                new Admission(limits.connections()),
                severalEach || limits.messagesInFlight() < limits.connections()
                        ? new Admission(limits.messagesInFlight())
                        : null,
                new BufferRoom(new Budget(limits.buffers())),
                new HandlerWatch(options.timeouts(), clock, events),
                new Admission(REFUSALS_AT_A_TIME),
                new Newcomers(),
                Stream.generate(Counters::new)
                        .limit(options.architecture().acceptors())
                        .toList());
    }

    /** After a platform thread has woken others: sends one in behind them, whom busy carriers let in, and them with it. */
    public void letIn() {
        newcomers.announce();
        try {
            Thread.ofVirtual().name("heddle-knock").start(newcomers::arrived);
        } catch (OutOfMemoryError e) {
            newcomers.arrived(); // They come in when the carriers have nothing else to do.
        }
    }

    /**
     * What is counted for one acceptor and the connections that it accepted.
     *
     * @param accepted connections accepted, those rejected included
     * @param rejected connections turned away
     * @param refused messages refused
     * @param failures accepts that failed
     * @param begun messages whose handling has begun
     * @param ended messages whose handling has ended, and whose reply was written or given up
     */
    public record Counters(
            Counter accepted, Counter rejected, Counter refused, Counter failures, Counter begun, Counter ended) {
        Counters() {
            this(new Counter(), new Counter(), new Counter(), new Counter(), new Counter(), new Counter());
        }
    }
}
