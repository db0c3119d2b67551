package dev.heddle.proxy;

import java.io.IOException;

/**
 * A connection does not begin with a valid PROXY header. The message says what it begins with, or which rule is broken.
 *
 * {@snippet :
 * try {
 *     ProxyHeader.read(socket.getInputStream());
 * } catch (ProxyHeaderException e) {
 *     socket.close(); // what follows is not to be trusted either
 * }
 * }
 */
public final class ProxyHeaderException extends IOException {
    private static final long serialVersionUID = 1;

    ProxyHeaderException(String message) {
        super(message);
    }
}
