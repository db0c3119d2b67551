package dev.heddle.tck;

/**
 * The part of a server that owns accepted connections until they end: put a thin class of this kind before your own.
 *
 * <p>Each connection that arrives ends in exactly one of two ways: it is served and then closed, or it is closed unserved. A
 * closing server leaves none open, and counts none twice.
 *
 * <p>The class needs a public constructor with one {@code int}: how many connections it admits at a time. Its methods are called
 * by two threads at once, and by up to four where it is explored.
 */
public interface AcceptorUnderTest {
    /** A connection as the kernel hands it over. Its methods count how often they are called. */
    interface Connection {
        /** Has a conversation. It ends at once. */
        void serve();

        /** Ends it. */
        void close();
    }

    /** A connection has been accepted: serve it and close it, or close it. Returns when that is done. */
    void accepted(Connection connection);

    /** Closes the server: returns when no connection is open any more, and none will be served. */
    void close();

    /** How many connections it believes to be open. */
    int open();
}
