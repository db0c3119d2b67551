package dev.heddle.net;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.Quota;
import dev.heddle.options.Limits;
import dev.heddle.options.ServerOptions;
import org.jspecify.annotations.Nullable;

/**
 * How much a server accepts at a time.
 *
 * @param connections the permits of open connections
 * @param messages the permits of messages being handled; null where the number of connections bounds them, one each
 * @param rejections the permits of rejected clients that an error reply is being sent to
 * @param buffers the memory of what has arrived or waits to be sent
 * @param reserve the block of the heap that is let go when the heap is full
 */
public record Capacity(
        Admission connections,
        @Nullable Admission messages,
        Admission rejections,
        BufferBudget buffers,
        HeapReserve reserve) {
    /** How many rejected clients at a time get an error reply. Further ones may miss it. */
    private static final int MAX_REJECTIONS = 64;

    static Capacity of(ServerOptions options) {
        Limits limits = options.limits();
        boolean boundsMessages =
                options.architecture().overlapsMessages() || limits.messagesInFlight() < limits.connections();
        return new Capacity(
                new Admission(limits.connections()),
                boundsMessages ? new Admission(limits.messagesInFlight()) : null,
                new Admission(MAX_REJECTIONS),
                new BufferBudget(new Quota(limits.bufferMemory()), limits.bufferMemory()),
                new HeapReserve(Runtime.getRuntime().maxMemory()));
    }
}
