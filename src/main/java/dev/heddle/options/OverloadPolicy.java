package dev.heddle.options;

/**
 * What happens to connections, or messages, over a limit.
 *
 * {@snippet :
 * Limits limits = Limits.builder().messageOverload(OverloadPolicy.REJECT).build();
 * }
 */
public enum OverloadPolicy {
    /** They wait until another one ends: connections in the kernel's queue, messages unread in their sockets. */
    QUEUE,

    /** They get an error reply at once (HTTP: 503; for a message with Retry-After). */
    REJECT
}
