package dev.heddle.protocol;

/**
 * A framing of messages on a connection, with the handler that answers them.
 *
 * <p>One instance serves all connections of a server: it is immutable, and its methods run on many threads at once.
 */
public interface Protocol {
    /** How an address of this protocol begins: {@code http} or {@code tcp}. */
    String scheme();

    /** Begins the conversation on a new connection. Runs on the connection's thread, before anything was read. */
    Session open(Transport transport);

    /**
     * The most bytes that a session looks at as a whole, such as a line or a message head: the size of the buffer it reads from. What
     * follows a head may be longer, as it is streamed.
     */
    int maxMessageBytes();

    /**
     * What a client is told that the server has no room for, before its connection is closed.
     *
     * @return a complete reply, empty if the protocol has no word for it; not to be changed
     */
    byte[] overloadReply();
}
