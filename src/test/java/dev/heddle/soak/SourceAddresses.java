package dev.heddle.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Connections from many addresses of this machine's loopback network (RFC 5735 3): one address has ports for about 28 000 connections, and
 * each used port rests for a while.
 */
final class SourceAddresses {
    private static final int ADDRESSES = 64;
    private static final int TIMEOUT_MILLIS = 20_000;

    private SourceAddresses() {}

    /** Connects the n-th client, from each address in turn. */
    static Socket connect(InetSocketAddress server, int n) throws IOException {
        Socket socket = new Socket();
        try {
            byte[] address = {127, 0, 0, (byte) (2 + n % ADDRESSES)};
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(address), 0));
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.connect(server, TIMEOUT_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
