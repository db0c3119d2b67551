package dev.heddle.lab.simulate;

import java.util.List;

/** How the messages of a connection are served, once it has a worker. */
interface Serving {
    /** An acceptor has accepted the connection. In the order in which they get their workers. */
    default void accepted(SimulatedConnection connection) {}

    /** The connection is ready to be read. In a task of its worker. */
    void open(SimulatedConnection connection);

    /** The kernel has received a message. */
    void receive(Message message);

    /** The serial sections that messages pass through. */
    List<SerialSection> dispatchers();
}
