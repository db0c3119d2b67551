package dev.heddle.bench.server;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServer;
import java.time.Duration;

/** Helidon SE: blocking, a virtual thread for each connection. {@code TCP_NODELAY} is off by default; here it is on. */
final class HelidonServer {
    private static final Header TYPE = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, CommonSettings.TYPE);

    private HelidonServer() {}

    static int start() {
        byte[] body = CommonSettings.body();
        return WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .backlog(CommonSettings.BACKLOG)
                .idleConnectionTimeout(Duration.ofSeconds(CommonSettings.IDLE_SECONDS))
                .connectionOptions(socket -> socket.tcpNoDelay(true))
                .routing(routes -> routes.get(
                        CommonSettings.PATH,
                        (request, response) -> response.header(TYPE).send(body)))
                .build()
                .start()
                .port();
    }
}
