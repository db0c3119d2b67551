package dev.heddle.net;

import dev.heddle.carrier.Pinned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Socket} over a connected channel: its addresses and options. How it waits, and its streams, are for the subclass. Any thread
 * may call these methods; what takes a monitor of the channel is {@link Pinned}.
 */
abstract class ChannelSocket extends Socket {
    final SocketChannel channel;

    /** Kept, as a closed channel does not tell it. */
    private final SocketAddress remote;

    ChannelSocket(SocketChannel channel) throws IOException {
        super((SocketImpl) null);
        this.channel = channel;
        try {
            this.remote = channel.getRemoteAddress();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return remote;
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return Pinned.call(() -> channel.socket().getLocalSocketAddress());
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
        return Pinned.call(() -> channel.socket().getLocalAddress());
    }

    @Override
    public int getLocalPort() {
        return Pinned.call(() -> channel.socket().getLocalPort());
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
    public boolean isInputShutdown() {
        return Pinned.call(() -> channel.socket().isInputShutdown());
    }

    @Override
    public boolean isOutputShutdown() {
        return Pinned.call(() -> channel.socket().isOutputShutdown());
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        option(StandardSocketOptions.TCP_NODELAY, on);
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        return Pinned.call(() -> channel.socket().getTcpNoDelay());
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        option(StandardSocketOptions.SO_LINGER, on ? seconds : -1);
    }

    @Override
    public int getSoLinger() throws SocketException {
        return Pinned.call(() -> channel.socket().getSoLinger());
    }

    @Override
    public void setSendBufferSize(int bytes) throws SocketException {
        option(StandardSocketOptions.SO_SNDBUF, bytes);
    }

    @Override
    public int getSendBufferSize() throws SocketException {
        return Pinned.call(() -> channel.socket().getSendBufferSize());
    }

    @Override
    public void setReceiveBufferSize(int bytes) throws SocketException {
        option(StandardSocketOptions.SO_RCVBUF, bytes);
    }

    @Override
    public int getReceiveBufferSize() throws SocketException {
        return Pinned.call(() -> channel.socket().getReceiveBufferSize());
    }

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        option(StandardSocketOptions.SO_KEEPALIVE, on);
    }

    @Override
    public boolean getKeepAlive() throws SocketException {
        return Pinned.call(() -> channel.socket().getKeepAlive());
    }

    @Override
    public void setReuseAddress(boolean on) throws SocketException {
        option(StandardSocketOptions.SO_REUSEADDR, on);
    }

    @Override
    public boolean getReuseAddress() throws SocketException {
        return Pinned.call(() -> channel.socket().getReuseAddress());
    }

    @Override
    public void setTrafficClass(int value) throws SocketException {
        option(StandardSocketOptions.IP_TOS, value);
    }

    @Override
    public int getTrafficClass() throws SocketException {
        return Pinned.call(() -> channel.socket().getTrafficClass());
    }

    @Override
    public void setOOBInline(boolean on) throws SocketException {
        Pinned.call(() -> {
            channel.socket().setOOBInline(on);
            return on;
        });
    }

    @Override
    public boolean getOOBInline() throws SocketException {
        return Pinned.call(() -> channel.socket().getOOBInline());
    }

    @Override
    public <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
        Pinned.call(() -> channel.setOption(name, value));
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        return Pinned.call(() -> channel.getOption(name));
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return channel.supportedOptions();
    }

    @Override
    public void shutdownInput() throws IOException {
        socketCall(channel::shutdownInput);
    }

    @Override
    public void shutdownOutput() throws IOException {
        socketCall(channel::shutdownOutput);
    }

    private <T> void option(SocketOption<T> name, T value) throws SocketException {
        socketCall(() -> channel.setOption(name, value));
    }

    /** What a channel throws, as a socket would. */
    static void socketCall(ChannelCall call) throws SocketException {
        try {
            Pinned.call(call::call);
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
    interface ChannelCall {
        Object call() throws IOException;
    }
}
