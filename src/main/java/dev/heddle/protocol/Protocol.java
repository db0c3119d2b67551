package dev.heddle.protocol;

/**
 * A framing of messages on a connection, with the handler that answers them.
 *
 * <p>One instance serves all connections of a server: it is immutable, and its methods run on many threads at once.
 *
 * {@snippet :
 * Protocol protocol = new LineProtocol(line -> "you said " + line, Limits.defaults());
 * Server server = Server.of(protocol).port(7000).start(); // tcp://127.0.0.1:7000
 * }
 */
public interface Protocol {
    /** The scheme of an address of this protocol: {@code http} or {@code tcp}. */
    String scheme();

    /** Opens the session of a new connection. Runs on the thread that reads the connection, before anything was read. */
    Session open(Transport transport);

    /**
     * The most bytes that a session needs in its read buffer at once, such as a line or a message head. A body may be longer, as it is
     * streamed.
     */
    int maxMessageBytes();

    /**
     * The reply to a client whose connection is rejected because the server is full. The connection is closed after it.
     *
     * @return a complete reply; empty if the protocol has none. Callers do not modify it
     */
    byte[] overloadReply();
}
