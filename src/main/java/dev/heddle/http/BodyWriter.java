package dev.heddle.http;

/**
 * Writes the body of a response while it is sent. Called at most once, on the thread that handles the request, after
 * every earlier response of the connection has been written. Not called if there is no body to send: for {@code HEAD},
 * with status 204 or 304, or if the client has left. What a handler opens for it is given to {@link Response#closing}.
 *
 * <p>A writer that waits for something to write, as for server-sent events, has to end when the client has left or the
 * server is closing: see {@link Request#isCancelled} and {@link Request#onCancel}. Here the queue wakes it:
 *
 * <pre>{@code
 * Response events(Request request) {
 *     BlockingQueue<String> events = new LinkedBlockingQueue<>();
 *     request.onCancel(() -> events.add("")); // wakes the writer
 *     hub.subscribe(events);
 *     return Response.stream("text/event-stream", out -> {
 *                 while (!request.isCancelled()) {
 *                     String event = events.poll(15, TimeUnit.SECONDS);
 *                     // A comment now and then finds clients that have vanished without closing their connection.
 *                     String line = event == null || event.isEmpty() ? ":\n\n" : "data: " + event + "\n\n";
 *                     out.write(line.getBytes(StandardCharsets.UTF_8));
 *                     out.flush();
 *                 }
 *             })
 *             .closing(() -> hub.unsubscribe(events));
 * }
 * }</pre>
 *
 * {@snippet :
 * BodyWriter numbers = out -> {
 *     for (int i = 0; i < 1_000_000; i++) {
 *         out.write((i + "\n").getBytes(StandardCharsets.US_ASCII));
 *     }
 * };
 * Response response = Response.stream("text/plain", numbers);
 * }
 */
@FunctionalInterface
public interface BodyWriter {
    /**
     * Writes the body. The bytes are buffered; {@link BodyOutput#flush} sends them immediately.
     *
     * @throws Exception if the body cannot be written; the client gets an error response if nothing has been sent, and
     *     a truncated response otherwise
     */
    void writeTo(BodyOutput out) throws Exception;
}
