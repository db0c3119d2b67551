package dev.heddle.bench.server;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServer;
import java.time.Duration;

/** Helidon SE: blocking, a virtual thread for each connection. It leaves {@code TCP_NODELAY} off by itself; here it is on. */
final class HelidonServer {
    private static final Header TYPE = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, Answer.TYPE);

    private HelidonServer() {}

    static int start() {
        byte[] content = Answer.content();
        return WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .backlog(Answer.BACKLOG)
                .idleConnectionTimeout(Duration.ofSeconds(Answer.IDLE_SECONDS))
                .connectionOptions(socket -> socket.tcpNoDelay(true))
                .routing(routes -> routes.get(
                        Answer.PATH,
                        (request, response) -> response.header(TYPE).send(content)))
                .build()
                .start()
                .port();
    }
}
