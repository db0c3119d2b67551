package dev.heddle.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Two sockets that are connected, without a server.
 *
 * @param client the one that connected
 * @param accepted the other one
 */
record AcceptedPair(Socket client, Socket accepted) implements AutoCloseable {
    static AcceptedPair connect() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return connect(listener);
        }
    }

    static AcceptedPair connect(ServerSocket listener) throws IOException {
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        client.setSoTimeout(30_000);
        return new AcceptedPair(client, listener.accept());
    }

    @Override
    public void close() throws IOException {
        client.close();
        accepted.close();
    }
}
