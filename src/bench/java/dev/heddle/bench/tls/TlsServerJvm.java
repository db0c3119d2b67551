package dev.heddle.bench.tls;

import dev.heddle.Server;
import dev.heddle.carrier.CustomScheduling;
import dev.heddle.http.Response;
import dev.heddle.options.Scheduler;
import dev.heddle.tls.Tls;
import java.io.IOException;
import java.nio.file.Path;

/** Runs one server with TLS. Arguments: its name, and the file with its certificate. Exits at the end of its standard input. */
public final class TlsServerJvm {
    private TlsServerJvm() {}

    /** Starts the server that the first argument names. */
    public static void main(String[] arguments) throws Exception {
        Thread.ofPlatform().daemon().name("end-with-parent").start(TlsServerJvm::endWithParent);
        Path file = Path.of(arguments[1]);
        int port = switch (arguments[0]) {
            case "heddle" -> heddle(file);
            case "netty" -> NettyTls.start(Payload.server(file));
            case "jetty" -> JettyTls.start(Payload.server(file));
            case "helidon" -> HelidonTls.start(Payload.server(file));
            default -> throw new IllegalArgumentException("unknown server: " + arguments[0]);
        };
        System.out.println("port " + port);
        Thread.currentThread().join();
    }

    private static int heddle(Path file) throws IOException {
        byte[] large = Payload.body(Payload.LARGE);
        byte[] small = Payload.body(Payload.SMALL);
        Scheduler scheduler = CustomScheduling.whyNot().isPresent() ? Scheduler.JVM : Scheduler.OWN;
        return Server.http(
                        request -> Response.bytes("text/plain", request.path().equals(Payload.LARGE) ? large : small))
                .tls(Tls.builder().keyStore(file, Payload.password()).build())
                .scheduler(scheduler)
                .start()
                .port();
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is sent here; only the end counts.
            }
        } catch (IOException e) {
            // As good as the end.
        }
        Runtime.getRuntime().halt(0);
    }
}
