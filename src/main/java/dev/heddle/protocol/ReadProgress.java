package dev.heddle.protocol;

/**
 * What a session tells its connection: which part of a message it waits for, so that the right deadline runs and a closing
 * server knows whom it may interrupt.
 *
 * <pre>
 *   idle() ── first byte ── begun() ── whole head ── received() ── content wanted ── content() ──┐
 *     ▲                                                                                            │
 *     └───────────────────────────── next message ─────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Called by the thread that reads the connection.
 */
public interface ReadProgress {
    /**
     * Nothing of the next message is here. The idle time-out runs.
     *
     * @return false if the server is closing: do not wait for a message
     */
    boolean awaitingMessage();

    /**
     * The first bytes of a message are here and more are needed. The deadline for the head runs, and is not moved by
     * further bytes.
     *
     * @return false if the wait for a message was given up just before
     * @throws DeadlineException if the deadline for the head has passed
     */
    boolean messageStarted() throws DeadlineException;

    /** The head is whole: no deadline runs until its content is asked for. */
    void headComplete() throws DeadlineException;

    /** From here on, reads wait for content: it has to keep up a least rate. */
    void readingBody();
}
