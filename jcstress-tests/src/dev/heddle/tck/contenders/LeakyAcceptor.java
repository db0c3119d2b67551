package dev.heddle.tck.contenders;

import dev.heddle.tck.AcceptorUnderTest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Broken on purpose: the closing thread and the serving thread both end a connection. */
public final class LeakyAcceptor implements AcceptorUnderTest {
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param limit is not kept */
    public LeakyAcceptor(int limit) {}

    @Override
    public void accepted(Connection connection) {
        connections.add(connection);
        if (!closed) {
            connection.serve();
        }
        connection.close();
        connections.remove(connection);
    }

    @Override
    public void close() {
        closed = true;
        connections.forEach(Connection::close);
    }

    @Override
    public int open() {
        return connections.size();
    }
}
