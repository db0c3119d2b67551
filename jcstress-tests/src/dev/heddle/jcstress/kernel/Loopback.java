package dev.heddle.jcstress.kernel;

import dev.heddle.jcstress.harness.Together;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A real listening socket on the loopback address, and clients that the kernel has connected to it already.
 *
 * <p>jcstress makes thousands of states to find out how many fit, so nothing is opened before an actor asks for it. All ends are
 * closed with a reset, which leaves no port waiting.
 */
abstract class Loopback extends Together {
    private final List<Socket> clients = new ArrayList<>();
    private final List<Socket> accepted = new ArrayList<>();
    private @Nullable ServerSocket listener;

    /** What the sample needs, made by whichever actor comes first. */
    final synchronized ServerSocket listener(int queued) {
        try {
            if (listener == null) {
                listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
                for (int i = 0; i < queued; i++) {
                    Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                    client.setSoLinger(true, 0);
                    clients.add(client);
                }
            }
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Accepts one: the number of the client that was got, from 1, or 0 if the listener was closed. */
    final int accept(ServerSocket from) {
        try {
            Socket socket = from.accept();
            socket.setSoLinger(true, 0);
            return numberOf(socket);
        } catch (IOException closed) {
            return 0;
        }
    }

    private synchronized int numberOf(Socket socket) {
        accepted.add(socket);
        for (int i = 0; i < clients.size(); i++) {
            if (clients.get(i).getLocalPort() == socket.getPort()) {
                return i + 1;
            }
        }
        throw new IllegalStateException("a stranger was accepted: " + socket);
    }

    /** Closes the listener, which wakes the acceptors in accept. */
    static void close(ServerSocket listener) {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes everything. In the arbiter. */
    final synchronized void cleanUp() {
        try {
            for (Socket socket : accepted) {
                socket.close();
            }
            for (Socket client : clients) {
                client.close();
            }
            if (listener != null) {
                listener.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
