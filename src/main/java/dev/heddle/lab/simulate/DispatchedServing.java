package dev.heddle.lab.simulate;

import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * A dispatcher frames and sorts the messages of its connections, one at a time; any worker handles them, and the replies leave in order.
 * The system calls that read and write are made outside of the dispatcher, as in Heddle.
 */
final class DispatchedServing implements Serving {
    private final Costs costs;
    private final List<SerialSection> dispatchers;
    private final SharedTasks normal;
    private final LongLane longRunning;
    private final Consumer<Message> reply;
    private int accepted;

    DispatchedServing(
            Costs costs,
            List<SerialSection> dispatchers,
            SharedTasks normal,
            LongLane longRunning,
            Consumer<Message> reply) {
        this.costs = costs;
        this.dispatchers = dispatchers;
        this.normal = normal;
        this.longRunning = longRunning;
        this.reply = reply;
    }

    @Override
    public void accepted(SimulatedConnection connection) {
        connection.setDispatcher(dispatchers.get(accepted++ % dispatchers.size()));
    }

    @Override
    public void open(SimulatedConnection connection) {
        next(connection);
    }

    @Override
    public void receive(Message message) {
        SimulatedConnection connection = message.connection();
        connection.received().add(message);
        if (!connection.isReading()) {
            connection.setReading(true);
            connection.place().run(costs.read(), by -> read(connection, by));
        }
    }

    private void next(SimulatedConnection connection) {
        boolean more = !connection.received().isEmpty();
        connection.setReading(more);
        if (more) {
            connection.place().run(costs.read(), by -> read(connection, by));
        }
    }

    private void read(SimulatedConnection connection, Worker worker) {
        Message message = connection.received().remove();
        worker.read(
                message.sentFrom(),
                costs.crossing(),
                () -> connection
                        .dispatcher()
                        .acquire(
                                worker,
                                connection.place(),
                                by -> by.follow(costs.frame() + costs.dispatch(), () -> sorted(message, by))));
    }

    private void sorted(Message message, Worker worker) {
        SimulatedConnection connection = message.connection();
        if (message.lane() == Kind.Lane.INLINE && connection.outstanding().isEmpty()) {
            connection.outstanding().add(message);
            worker.follow(message.handlerNanos() + costs.handle(), () -> {
                connection.dispatcher().release();
                worker.follow(costs.write(), () -> {
                    handled(message, worker);
                    next(connection);
                });
            });
            return;
        }
        connection.dispatcher().release();
        connection.outstanding().add(message);
        long nanos = costs.handOff() + message.handlerNanos() + costs.handle() + costs.write();
        if (message.lane() == Kind.Lane.LONG) {
            longRunning.submit(nanos, by -> handled(message, by));
        } else {
            normal.run(nanos, by -> handled(message, by));
        }
        next(connection);
    }

    /** Replies as far as all earlier ones have left. */
    private void handled(Message message, Worker by) {
        by.countMessage();
        message.setHandled();
        Deque<Message> outstanding = message.connection().outstanding();
        while (!outstanding.isEmpty() && outstanding.element().isHandled()) {
            reply.accept(outstanding.remove());
        }
    }

    @Override
    public List<SerialSection> dispatchers() {
        return dispatchers;
    }
}
