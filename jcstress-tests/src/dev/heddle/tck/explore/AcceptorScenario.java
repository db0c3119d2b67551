package dev.heddle.tck.explore;

import dev.heddle.explore.Scenario;
import dev.heddle.tck.AcceptorUnderTest;
import dev.heddle.tck.Subject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Three or four threads at an acceptor that admits {@link Subject#CAPACITY} connections at a time. */
abstract class AcceptorScenario extends Scenario {
    final AcceptorUnderTest acceptor = Subject.acceptor();

    private final List<Counted> arrived = new CopyOnWriteArrayList<>();

    /** Whether a close has returned. */
    private volatile boolean closed;

    final void arrive() {
        Counted connection = new Counted();
        arrived.add(connection);
        acceptor.accepted(connection);
    }

    final void close() {
        acceptor.close();
        closed = true;
    }

    /** When all threads have ended. */
    final void checkThatEachEndedOnce() {
        for (Counted connection : arrived) {
            check(connection.closes.get() == 1, "each connection is closed once, not " + connection.closes + " times");
            check(connection.serves.get() <= 1, "each connection is served once at most");
        }
        check(acceptor.open() == 0, "it believes that none is open, not " + acceptor.open());
    }

    private final class Counted implements AcceptorUnderTest.Connection {
        private final AtomicInteger serves = new AtomicInteger();
        private final AtomicInteger closes = new AtomicInteger();

        @Override
        public void serve() {
            check(!closed, "none is served after the close");
            check(closes.get() == 0, "none is served that is closed");
            serves.incrementAndGet();
        }

        @Override
        public void close() {
            closes.incrementAndGet();
        }
    }
}
