package dev.heddle.lab.simulate;

/**
 * What each step costs, in ns of processor time. So they are in the JSON file, too; docs/simulate.md explains each.
 *
 * @param accept accepting a connection, on the acceptor
 * @param start starting a thread for it
 * @param connection what else a connection costs its worker, from preparing the socket to closing it
 * @param gate acquiring and releasing the gate of a shared socket
 * @param read the system call that reads a request
 * @param frame finding the request in what was read
 * @param handle the smallest handler, and encoding its reply
 * @param write the system call that writes a reply
 * @param dispatch the baton, the lane and the ticket of a message, in message-balanced
 * @param handOff having another thread handle a message
 * @param resume resuming a thread that has waited for a serial section, from another core
 * @param round one look of a worker at its sockets
 * @param wake waking a worker that sleeps
 * @param crossing reading what a thread on another core has written, the server's side
 * @param clientRequest a request, on the client's side
 * @param clientConnection a connection, on the client's side
 * @param clientRound one look of a client's thread at its sockets
 * @param clientWake waking a client's thread that sleeps
 * @param clientCrossing reading what a thread on another core has written, the client's side
 */
record Costs(
        long accept,
        long start,
        long connection,
        long gate,
        long read,
        long frame,
        long handle,
        long write,
        long dispatch,
        long handOff,
        long resume,
        long round,
        long wake,
        long crossing,
        long clientRequest,
        long clientConnection,
        long clientRound,
        long clientWake,
        long clientCrossing) {
    /** Nothing costs anything but the handlers: a queueing system as in the textbooks. */
    static final Costs NONE = new Costs(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** @throws IllegalArgumentException if a cost is negative */
    Costs {
        for (long each : new long[] {
            accept,
            start,
            connection,
            gate,
            read,
            frame,
            handle,
            write,
            dispatch,
            handOff,
            resume,
            round,
            wake,
            crossing,
            clientRequest,
            clientConnection,
            clientRound,
            clientWake,
            clientCrossing
        }) {
            if (each < 0) {
                throw new IllegalArgumentException("a cost of " + each + " ns; it must not be negative");
            }
        }
    }

    /** The same but for what a connection costs on either side. */
    Costs withConnection(long server, long client) {
        return new Costs(
                accept,
                start,
                server,
                gate,
                read,
                frame,
                handle,
                write,
                dispatch,
                handOff,
                resume,
                round,
                wake,
                crossing,
                clientRequest,
                client,
                clientRound,
                clientWake,
                clientCrossing);
    }

    /** A request on a worker, from the read to the write, without its handler's own time. */
    long request() {
        return read + frame + handle + write;
    }
}
