package dev.heddle.jcstress.concurrent;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.concurrent.ClosableSet;
import dev.heddle.concurrent.ConnectionState;
import dev.heddle.concurrent.Lifecycle;
import dev.heddle.concurrent.ResponseOrder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A server without sockets: the production cells, put together line by line as {@code net.Acceptor}, {@code net.Connection} and
 * {@code net.Drain} do it. Waiting for a message is being parked, and ending the input is waking.
 */
public final class SmallServer {
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);

    /** When the wait of a connection expires; a reply postpones that to twice as much. */
    public static final long DEADLINE = 10;

    private final Lifecycle lifecycle = new Lifecycle();
    private final ClosableSet<Client> connections = new ClosableSet<>();
    private final Admission admission = new Admission(2);
    private final AtomicInteger ended = new AtomicInteger();

    /** A running one, which admits two connections. */
    public SmallServer() {
        lifecycle.start();
    }

    /** Admit and register, as {@code Acceptor} does. Null if it was refused, and is closed. */
    public @Nullable Client accept() {
        Permit permit = admission.tryAcquire();
        if (permit == null) {
            ended.incrementAndGet();
            return null;
        }
        Client client = new Client(permit);
        if (connections.add(client)) {
            return client;
        }
        permit.release();
        ended.incrementAndGet();
        return null;
    }

    /** Ends all, as {@code Server.close} and {@code Drain} do. */
    public void drain() {
        lifecycle.drain();
        closeIdle();
        connections.awaitEmpty(LONG);
        lifecycle.close();
    }

    /** Refuses new connections, and ends those that wait for a message. */
    void closeIdle() {
        connections.close();
        lifecycle.closeIdle();
        connections.forEach(Client::closeIfIdle);
    }

    /** Acquires a permit and keeps it. */
    void holdPermit() {
        admission.tryAcquire();
    }

    /** How often something was ended. */
    public int ended() {
        return ended.get();
    }

    /** The number of permits in use. */
    public int inside() {
        return admission.inUse();
    }

    /** The number of open connections. */
    public int registered() {
        return connections.size();
    }

    /** A connection, as {@code net.Connection} does it. */
    public final class Client {
        private final ConnectionState state = new ConnectionState();
        private final Permit permit;

        /** The tickets of the messages that workers handle. The last reply postpones the idle deadline in its turn. */
        private final ResponseOrder order = new ResponseOrder(2, () -> state.postpone(2 * DEADLINE));

        private volatile boolean inputEnded;
        private volatile @Nullable Thread reader;

        private Client(Permit permit) {
            this.permit = permit;
            state.setConcurrentHandlers(order::outstanding, order::interruptAll, order::isHandledBy);
        }

        /** A message has begun. */
        public void begin() {
            state.enterBusy(ConnectionState.NEVER);
        }

        /** Waits for a message if the server does not close, until there is an end of the input; then ends. */
        public void serve() {
            if (state.enterWaiting(DEADLINE) && !(lifecycle.isClosingIdle() && state.concurrentHandlers() == 0)) {
                reader = Thread.currentThread();
                while (!inputEnded) {
                    LockSupport.park(this);
                }
            }
            close();
        }

        /** The reader waits for the next message while another thread has one in hand. */
        public long dispatch() {
            long ticket = order.issue();
            state.enterWaiting(DEADLINE);
            return ticket;
        }

        /** A worker writes the reply of a message, as {@code architecture.PipelinedConnection} does. */
        public void reply(long ticket) {
            order.inTurn(ticket, () -> {});
            if (order.outstanding() == 0 && lifecycle.isClosingIdle()) {
                closeIfIdle();
            }
        }

        /** The watchdog ends the wait if its deadline has passed at that time, as {@code net.Connection} does it. */
        public boolean enforceDeadline(long now) {
            if (state.expire(now)) {
                inputEnded = true;
                LockSupport.unpark(reader);
                return true;
            }
            return false;
        }

        private void closeIfIdle() {
            if (state.concurrentHandlers() == 0 && state.endWait()) {
                inputEnded = true;
                LockSupport.unpark(reader);
            }
        }

        boolean isWoken() {
            return inputEnded;
        }

        /** Gives back what it holds, once. */
        void close() {
            if (state.close()) {
                ended.incrementAndGet();
                permit.release();
                connections.remove(this);
            }
        }
    }
}
