package dev.heddle.net;

import dev.heddle.carrier.Carrier;
import dev.heddle.carrier.ReadyChannel;
import dev.heddle.concurrent.ReadySignal.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An accepted socket whose blocking reads and writes wait on a {@link Carrier}: a channel in non-blocking mode that looks like a
 * {@link Socket}, so that TLS and all the rest need not know.
 *
 * <p>As with the JDK's own sockets on virtual threads, an interrupt of a thread that waits closes the socket. Reading is for one
 * thread at a time, and so is writing; {@link #close} and {@link #shutdownInput} are for any.
 */
final class CarrierSocket extends Socket {
    private final SocketChannel channel;

    /** Kept, as a closed channel does not tell it. */
    private final SocketAddress remote;

    private final AtomicBoolean closed = new AtomicBoolean();
    private final Input in = new Input();
    private final Output out = new Output();

    /** Set before any thread waits. */
    private ReadyChannel readiness;

    /** The timeout of a read in ms; 0 for none. Only for the reading thread. */
    private int soTimeout;

    /** @param carrier on which its connection runs, unless {@link #move} chooses another */
    CarrierSocket(SocketChannel channel, Carrier carrier) throws IOException {
        super((SocketImpl) null);
        this.channel = channel;
        this.readiness = ready(carrier);
        try {
            this.remote = channel.getRemoteAddress();
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
            try {
                channel.close();
            } finally {
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
            ByteBuffer buffer = ByteBuffer.wrap(into, offset, length);
            long deadline = soTimeout == 0 ? 0 : System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(soTimeout);
            try {
                while (true) {
                    if (drained) {
                        awaitReadable(deadline);
                    }
                    int count = channel.read(buffer);
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
            return channel.socket().getInputStream().available();
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
                channel.write(buffer);
                while (buffer.hasRemaining()) {
                    requireReady(readiness.awaitWritable());
                    channel.write(buffer);
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
        socketCall(channel::shutdownInput);
        readiness.wakeReader();
    }

    @Override
    public void shutdownOutput() throws IOException {
        socketCall(channel::shutdownOutput);
    }

    // ---- addresses and options, as a socket has them

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return remote;
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return channel.socket().getLocalSocketAddress();
    }

    @Override
    public InetAddress getInetAddress() {
        return ((InetSocketAddress) remote).getAddress();
    }

    @Override
    public int getPort() {
        return ((InetSocketAddress) remote).getPort();
    }

    @Override
    public InetAddress getLocalAddress() {
        return channel.socket().getLocalAddress();
    }

    @Override
    public int getLocalPort() {
        return channel.socket().getLocalPort();
    }

    /** None: a thread that read from it would take what the streams wait for. */
    @Override
    public @Nullable SocketChannel getChannel() {
        return null;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public boolean isInputShutdown() {
        return channel.socket().isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return channel.socket().isOutputShutdown();
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
    public void setTcpNoDelay(boolean on) throws SocketException {
        option(StandardSocketOptions.TCP_NODELAY, on);
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        return channel.socket().getTcpNoDelay();
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        option(StandardSocketOptions.SO_LINGER, on ? seconds : -1);
    }

    @Override
    public int getSoLinger() throws SocketException {
        return channel.socket().getSoLinger();
    }

    @Override
    public void setSendBufferSize(int bytes) throws SocketException {
        option(StandardSocketOptions.SO_SNDBUF, bytes);
    }

    @Override
    public int getSendBufferSize() throws SocketException {
        return channel.socket().getSendBufferSize();
    }

    @Override
    public void setReceiveBufferSize(int bytes) throws SocketException {
        option(StandardSocketOptions.SO_RCVBUF, bytes);
    }

    @Override
    public int getReceiveBufferSize() throws SocketException {
        return channel.socket().getReceiveBufferSize();
    }

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        option(StandardSocketOptions.SO_KEEPALIVE, on);
    }

    @Override
    public boolean getKeepAlive() throws SocketException {
        return channel.socket().getKeepAlive();
    }

    @Override
    public void setReuseAddress(boolean on) throws SocketException {
        option(StandardSocketOptions.SO_REUSEADDR, on);
    }

    @Override
    public boolean getReuseAddress() throws SocketException {
        return channel.socket().getReuseAddress();
    }

    @Override
    public void setTrafficClass(int value) throws SocketException {
        option(StandardSocketOptions.IP_TOS, value);
    }

    @Override
    public int getTrafficClass() throws SocketException {
        return channel.socket().getTrafficClass();
    }

    @Override
    public void setOOBInline(boolean on) throws SocketException {
        channel.socket().setOOBInline(on);
    }

    @Override
    public boolean getOOBInline() throws SocketException {
        return channel.socket().getOOBInline();
    }

    @Override
    public <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
        channel.setOption(name, value);
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        return channel.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return channel.supportedOptions();
    }

    private <T> void option(SocketOption<T> name, T value) throws SocketException {
        socketCall(() -> channel.setOption(name, value));
    }

    /** What a channel throws, as a socket would. */
    private static void socketCall(ChannelCall call) throws SocketException {
        try {
            call.call();
        } catch (SocketException e) {
            throw e;
        } catch (IOException e) {
            SocketException failed = new SocketException(
                    e instanceof ClosedChannelException ? "Socket is closed" : String.valueOf(e.getMessage()));
            failed.initCause(e);
            throw failed;
        }
    }

    /** A call of a channel. */
    @FunctionalInterface
    private interface ChannelCall {
        Object call() throws IOException;
    }

    @Override
    public String toString() {
        return "CarrierSocket[" + remote + "]";
    }
}
