package dev.heddle.options;

/** What becomes of those for whom there is no room. */
public enum OverloadPolicy {
    /** They wait until somebody else is done: connections in the kernel's queue, messages unread in their sockets. */
    QUEUE,

    /** They are told at once that there is no room, with a time after which to try again (HTTP: 503, Retry-After). */
    REJECT
}
