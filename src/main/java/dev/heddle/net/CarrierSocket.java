package dev.heddle.net;

import dev.heddle.carrier.Carrier;
import dev.heddle.carrier.Pinned;
import dev.heddle.carrier.ReadyChannel;
import dev.heddle.concurrent.ReadySignal.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An accepted socket whose blocking reads and writes wait on a {@link Carrier}: a channel in non-blocking mode that looks like a
 * {@link Socket}, so that TLS and all the rest need not know.
 *
 * <p>As with the JDK's own sockets on virtual threads, an interrupt of a thread that waits closes the socket. Reading is for one
 * thread at a time, and so is writing; {@link #close} and {@link #shutdownInput} are for any.
 */
final class CarrierSocket extends ChannelSocket {
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Input in = new Input();
    private final Output out = new Output();

    /** Set before any thread waits. */
    private ReadyChannel readiness;

    /** The timeout of a read in ms; 0 for none. Only for the reading thread. */
    private int soTimeout;

    /** @param carrier on which its connection runs, unless {@link #move} chooses another */
    CarrierSocket(SocketChannel channel, Carrier carrier) throws IOException {
        super(channel);
        this.readiness = ready(carrier);
        try {
            channel.configureBlocking(false);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        carrier.connections().increment();
    }

    private ReadyChannel ready(Carrier carrier) {
        return new ReadyChannel(channel, carrier, SelectionKey.OP_READ);
    }

    /** Chooses another carrier, before anything is read or written. */
    void move(Carrier carrier) {
        Carrier before = readiness.carrier();
        if (!carrier.equals(before)) {
            before.connections().decrement();
            readiness = ready(carrier);
            carrier.connections().increment();
        }
    }

    /** The carrier that its connection runs on. */
    Carrier carrier() {
        return readiness.carrier();
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            Pinned.begin();
            try {
                channel.close();
            } catch (OutOfMemoryError e) {
                // The channel counts as closed. If its descriptor could not be released here, the carrier releases it.
            } finally {
                Pinned.end();
                readiness.close();
                readiness.carrier().connections().decrement();
            }
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        requireOpen();
        return in;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        requireOpen();
        return out;
    }

    private void requireOpen() throws SocketException {
        if (closed.get()) {
            throw new SocketException("Socket is closed");
        }
    }

    private final class Input extends InputStream {
        /** Whether a read has found all that there was: then the next one waits first, instead of finding nothing. */
        private boolean drained;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (length == 0) {
                return 0;
            }
            long deadline = soTimeout == 0 ? 0 : System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(soTimeout);
            try {
                while (true) {
                    if (drained) {
                        awaitReadable(deadline);
                    }
                    int count = readNow(ByteBuffer.wrap(into, offset, length));
                    if (count != 0) {
                        drained = count != length;
                        return count;
                    }
                    drained = true;
                }
            } catch (ClosedChannelException e) {
                throw closedByAnother(e);
            }
        }

        private void awaitReadable(long deadline) throws IOException {
            long nanos = deadline == 0 ? 0 : Math.max(1, deadline - System.nanoTime());
            requireReady(readiness.awaitReadable(nanos));
        }

        @Override
        public int available() throws IOException {
            return Pinned.call(() -> {
                Socket socket = channel.socket();
                return socket.isInputShutdown() ? 0 : socket.getInputStream().available();
            });
        }

        @Override
        public void close() throws IOException {
            CarrierSocket.this.close();
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(from, offset, length);
            try {
                writeNow(buffer);
                while (buffer.hasRemaining()) {
                    requireReady(readiness.awaitWritable());
                    writeNow(buffer);
                }
            } catch (ClosedChannelException e) {
                throw closedByAnother(e);
            }
        }

        @Override
        public void close() throws IOException {
            CarrierSocket.this.close();
        }
    }

    /** Pinned, as the JDK asks the channel for its address, under a monitor, while a flight recording has reads of sockets. */
    private int readNow(ByteBuffer into) throws IOException {
        Pinned.begin();
        try {
            return channel.read(into);
        } finally {
            Pinned.end();
        }
    }

    /** Pinned, as {@link #readNow}. */
    private void writeNow(ByteBuffer from) throws IOException {
        Pinned.begin();
        try {
            channel.write(from);
        } finally {
            Pinned.end();
        }
    }

    private void requireReady(Outcome outcome) throws IOException {
        switch (outcome) {
            case READY -> {}
            case TIMEOUT -> throw new SocketTimeoutException("Read timed out");
            case INTERRUPTED -> {
                close();
                throw new SocketException("Closed by interrupt");
            }
            case CLOSED -> {
                close(); // Also if only its carrier has ended.
                throw new SocketException("Socket closed");
            }
        }
    }

    private static SocketException closedByAnother(ClosedChannelException cause) {
        SocketException closed = new SocketException("Socket closed");
        closed.initCause(cause);
        return closed;
    }

    @Override
    public void shutdownInput() throws IOException {
        try {
            super.shutdownInput();
        } finally {
            readiness.wakeReader();
        }
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public void setSoTimeout(int millis) {
        soTimeout = millis;
    }

    @Override
    public int getSoTimeout() {
        return soTimeout;
    }

    @Override
    public String toString() {
        return "CarrierSocket[" + getRemoteSocketAddress() + "]";
    }
}
