package dev.heddle.lab.simulate;

import java.util.List;

/** How the connections of an architecture come to their workers. */
interface Accepting {
    /** A client has connected: the kernel has the connection. */
    void connect(SimulatedConnection connection);

    /** The queues of the listening sockets. */
    List<Backlog> backlogs();
}
