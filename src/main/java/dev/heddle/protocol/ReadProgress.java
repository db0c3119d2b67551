package dev.heddle.protocol;

/**
 * What a session tells its connection: which part of a message it waits for, so that the right deadline runs and a closing server
 * knows which connections are idle.
 *
 * <pre>
 *   idle ── first bytes ── messageStarted() ── whole head ── headComplete() ── body is read ── readingBody() ──┐
 *     ▲                                                                                                        │
 *     └───────────────────────────── the connection waits for the next message ────────────────────────────────┘
 * </pre>
 *
 * <p>Called by the thread that reads the connection.
 *
 * {@snippet :
 * ReadProgress progress = transport.progress();
 * if (progress.messageStarted()) {
 *     transport.in().fill(); // more of the head
 *     progress.headComplete();
 * }
 * }
 */
public interface ReadProgress {
    /**
     * The first bytes of a message have arrived and more are needed. The head timeout runs; further bytes do not extend it.
     *
     * @return false if the wait for a message was given up just before
     * @throws DeadlineException if the deadline for the head has passed
     */
    boolean messageStarted() throws DeadlineException;

    /** The head is complete: no deadline runs until the body is read. */
    void headComplete() throws DeadlineException;

    /** From now on reads wait for the body, which has to keep the minimum rate. */
    void readingBody();
}
