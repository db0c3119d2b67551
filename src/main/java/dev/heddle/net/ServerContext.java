package dev.heddle.net;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.ClosableSet;
import dev.heddle.concurrent.CoarseClock;
import dev.heddle.concurrent.Counter;
import dev.heddle.concurrent.Lifecycle;
import dev.heddle.concurrent.Quota;
import dev.heddle.concurrent.StarvationGuard;
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
 * @param bufferBudget the room for what has arrived, or waits to leave
 * @param handlerTimeouts finds those that do not end
 * @param rejections the room for those that are being turned away politely
 * @param starvation threads that are to be let in however busy the carriers are
 * @param counters what is counted, by acceptor
 */
public record ServerContext(
        ServerOptions options,
        Protocol protocol,
        SocketLayer layer,
        ServerEvents events,
        Lifecycle lifecycle,
        CoarseClock clock,
        ClosableSet<Connection> connections,
        Admission admission,
        @Nullable Admission messages,
        BufferBudget bufferBudget,
        HandlerTimeouts handlerTimeouts,
        Admission rejections,
        StarvationGuard starvation,
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
                new ClosableSet<>(),
                new Admission(limits.connections()),
                severalEach || limits.messagesInFlight() < limits.connections()
                        ? new Admission(limits.messagesInFlight())
                        : null,
                new BufferBudget(new Quota(limits.bufferMemory())),
                new HandlerTimeouts(options.timeouts(), clock, events),
                new Admission(REFUSALS_AT_A_TIME),
                new StarvationGuard(),
                Stream.generate(Counters::new)
                        .limit(options.architecture().acceptors())
                        .toList());
    }

    /** After a platform thread has woken others: sends one in behind them, whom busy carriers let in, and them with it. */
    public void nudgeScheduler() {
        starvation.willStart();
        try {
            Thread.ofVirtual().name("heddle-knock").start(starvation::started);
        } catch (OutOfMemoryError e) {
            starvation.started(); // They come in when the carriers have nothing else to do.
        }
    }

    /**
     * What is counted for one acceptor and the connections that it accepted.
     *
     * @param accepted connections accepted, those rejected included
     * @param rejected connections turned away
     * @param rejectedMessages messages refused
     * @param failures accepts that failed
     * @param started messages whose handling has begun
     * @param finished messages whose handling has ended, and whose reply was written or given up
     */
    public record Counters(
            Counter accepted,
            Counter rejected,
            Counter rejectedMessages,
            Counter failures,
            Counter started,
            Counter finished) {
        Counters() {
            this(new Counter(), new Counter(), new Counter(), new Counter(), new Counter(), new Counter());
        }
    }
}
