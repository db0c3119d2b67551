package dev.heddle.lab.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One connection of a loop: what was sent on it, and what waits to be. For the loop's thread only. */
final class ClientConnection {
    private final int index;
    private final Queue<Waiting> sent = new ArrayDeque<>();

    /** Requests of this connection alone, where connections have rates of their own. */
    private final Queue<Waiting> queued = new ArrayDeque<>();

    private ResponseReader reader = new ResponseReader();
    private @Nullable SocketChannel channel;
    private boolean connected;
    private boolean free;
    private long connectStarted;

    ClientConnection(int index) {
        this.index = index;
    }

    int index() {
        return index;
    }

    Queue<Waiting> sent() {
        return sent;
    }

    Queue<Waiting> queued() {
        return queued;
    }

    ResponseReader reader() {
        return reader;
    }

    boolean isConnected() {
        return connected;
    }

    /** Whether it is in the loop's queue of those that can take a request. */
    boolean isFree() {
        return free;
    }

    void setFree(boolean isFree) {
        free = isFree;
    }

    long connectStarted() {
        return connectStarted;
    }

    /** Begins to connect; returns whether that is over already. */
    boolean connect(java.net.InetSocketAddress server, Selector selector) throws IOException {
        reader = new ResponseReader();
        connectStarted = System.nanoTime();
        SocketChannel opened = SocketChannel.open();
        channel = opened;
        opened.configureBlocking(false);
        opened.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
        connected = opened.connect(server);
        opened.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
        return connected;
    }

    /** Ends to connect, if that is over; returns whether it is. */
    boolean finishConnect(Selector selector) throws IOException {
        if (open().finishConnect()) {
            connected = true;
            open().register(selector, SelectionKey.OP_READ, this);
        }
        return connected;
    }

    /** @throws IOException if the connection has failed, or the server reads nothing any more */
    void write(ByteBuffer bytes) throws IOException {
        int refused = 0;
        while (bytes.hasRemaining()) {
            if (open().write(bytes) == 0 && ++refused > 1000) {
                throw new IOException("the server does not read: the socket's buffer is full");
            }
        }
    }

    int read(ByteBuffer into) throws IOException {
        return open().read(into);
    }

    private SocketChannel open() throws IOException {
        if (channel == null) {
            throw new IOException("not connected");
        }
        return channel;
    }

    void close() {
        SocketChannel closing = channel;
        channel = null;
        connected = false;
        try {
            if (closing != null) {
                closing.close();
            }
        } catch (IOException e) {
            // Nothing more is expected of it.
        }
    }
}
