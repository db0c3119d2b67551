package dev.heddle.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Connections from many addresses of this machine's loopback network (RFC 5735 3): one has ports for about 28 000 only, and
 * each that was used rests for a while.
 */
final class Sources {
    private static final int ADDRESSES = 64;
    private static final int PATIENCE_MILLIS = 20_000;

    private Sources() {}

    /** Connects from the address whose turn it is for the n-th. */
    static Socket connect(InetSocketAddress server, int n) throws IOException {
        Socket socket = new Socket();
        try {
            byte[] address = {127, 0, 0, (byte) (2 + n % ADDRESSES)};
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(address), 0));
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            socket.connect(server, PATIENCE_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
