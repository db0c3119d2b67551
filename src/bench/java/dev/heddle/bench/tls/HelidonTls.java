package dev.heddle.bench.tls;

import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import javax.net.ssl.SSLContext;

/** Helidon SE with TLS. */
final class HelidonTls {
    private HelidonTls() {}

    static int start(SSLContext context) {
        byte[] small = Payload.body(Payload.SMALL);
        byte[] large = Payload.body(Payload.LARGE);
        return WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .backlog(4096)
                .tls(Tls.builder().sslContext(context).build())
                .connectionOptions(socket -> socket.tcpNoDelay(true))
                .routing(routes -> routes.get(Payload.SMALL, (request, response) -> response.send(small))
                        .get(Payload.LARGE, (request, response) -> response.send(large)))
                .build()
                .start()
                .port();
    }
}
