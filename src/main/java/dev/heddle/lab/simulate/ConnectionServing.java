package dev.heddle.lab.simulate;

import java.util.List;
import java.util.function.Consumer;

/** A connection's own thread reads, handles and answers its messages, one after another. */
final class ConnectionServing implements Serving {
    private final Costs costs;
    private final Consumer<Message> reply;

    ConnectionServing(Costs costs, Consumer<Message> reply) {
        this.costs = costs;
        this.reply = reply;
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
            connection.place().run(nanos(message), by -> served(message, by));
        }
    }

    private void next(SimulatedConnection connection) {
        Message message = connection.received().peek();
        connection.setReading(message != null);
        if (message != null) {
            connection.place().run(nanos(message), by -> served(message, by));
        }
    }

    private void served(Message message, Worker by) {
        SimulatedConnection connection = message.connection();
        connection.received().remove();
        by.read(message.sentFrom(), costs.crossing(), () -> {
            by.countMessage();
            reply.accept(message);
            next(connection);
        });
    }

    private long nanos(Message message) {
        return costs.request() + message.handlerNanos();
    }

    @Override
    public List<SerialSection> dispatchers() {
        return List.of();
    }
}
