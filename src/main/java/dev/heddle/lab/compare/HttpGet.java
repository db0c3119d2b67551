package dev.heddle.lab.compare;

import dev.heddle.lab.load.RequestKind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A request on a connection of its own, which is not measured. */
final class HttpGet {
    private static final int TIMEOUT_MILLIS = 20_000;

    private HttpGet() {}

    /**
     * The body of the response.
     *
     * @throws IOException if there is none, or its status is not 200
     */
    static String body(InetSocketAddress server, String target) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            RequestKind kind = RequestKind.only(target);
            String request = "GET " + kind.target() + " HTTP/1.1\r\nHost: heddle\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = response.indexOf("\r\n\r\n");
            if (end < 0 || !response.startsWith("HTTP/1.1 200")) {
                throw new IOException("no good response to " + target + ": "
                        + response.lines().findFirst().orElse("none"));
            }
            return response.substring(end + 4);
        }
    }
}
