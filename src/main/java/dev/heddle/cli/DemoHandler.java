package dev.heddle.cli;

import dev.heddle.bytes.Ascii;
import dev.heddle.http.BodyOutput;
import dev.heddle.http.Handler;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import dev.heddle.metrics.ServerStats;
import dev.heddle.protocol.Lane;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The demo application over HTTP. Stateless, and so safe for any number of threads. */
final class DemoHandler implements Handler {
    private static final String PAGE = """
            Heddle's demo application

            GET  /plaintext    Hello, World!
            POST /echo         the request body back
            GET  /spin?us=N    uses N microseconds of processor time (up to 60000000)
            GET  /sleep?ms=N   blocks N milliseconds (up to 600000)
            GET  /bytes?n=N    N bytes (up to 1 TiB)
            GET  /stats        statistics of the server, as JSON
            """;

    private static final long MAX_SPIN_MICROS = 60_000_000;
    private static final long MAX_SLEEP_MILLIS = 600_000;
    private static final long MAX_BYTES = 1L << 40;

    /** The least processor time of a long-running request; such requests must not occupy every carrier. */
    private static final long LONG_SPIN_MICROS = 1000;

    private static final Methods READ = Methods.of("GET", "HEAD");
    private static final Methods POST = Methods.of("POST");
    private static final Methods ALL = Methods.of("GET", "HEAD", "POST");

    /** Created once: these responses allocate nothing here. */
    private static final Response HELLO = Response.bytes("text/plain", Ascii.bytes("Hello, World!"));

    private static final Response LIST = Response.text(PAGE);

    private static final byte[] FILL = Ascii.bytes("0123456789abcde\n".repeat(2048));

    private final Supplier<ServerStats> stats;
    private final ServedLog log;

    /** @param stats gives the figures for {@code /stats}; called on the thread that handles the request */
    DemoHandler(Supplier<ServerStats> stats) {
        this(stats, ServedLog.NONE);
    }

    /**
     * @param stats as above
     * @param log of the server, for its figures
     */
    DemoHandler(Supplier<ServerStats> stats, ServedLog log) {
        this.stats = stats;
        this.log = log;
    }

    @Override
    public Response handle(Request request) {
        String path = request.path();
        Methods methods = methods(path);
        if (methods == null) {
            return Methods.notFound(request.method());
        }
        Response other = methods.unlessServed(request.method());
        return other != null ? other : serve(path, request);
    }

    /** The methods of a path; null if there is no such path. */
    private static @Nullable Methods methods(String path) {
        return switch (path) {
            case "/", "/plaintext", "/spin", "/sleep", "/bytes", "/stats" -> READ;
            case "/echo" -> POST;
            case "*" -> ALL;
            default -> null;
        };
    }

    private Response serve(String path, Request request) {
        try {
            return switch (path) {
                case "/plaintext" -> HELLO;
                case "/echo" -> echo(request);
                case "/spin" -> spin(QueryNumber.of(request, "us", MAX_SPIN_MICROS));
                case "/sleep" -> sleep(QueryNumber.of(request, "ms", MAX_SLEEP_MILLIS));
                case "/bytes" -> bytes(QueryNumber.of(request, "n", MAX_BYTES));
                case "/stats" -> WithStats.response(stats.get(), log);
                default -> LIST;
            };
        } catch (IllegalArgumentException e) {
            return Response.text(e.getMessage() + "\n").status(Status.BAD_REQUEST);
        } catch (InterruptedException e) {
            // The connection was aborted by a closing server: its client will not see this response.
            Thread.currentThread().interrupt();
            return Response.text("stopping\n")
                    .status(Status.SERVICE_UNAVAILABLE)
                    .closeConnection();
        }
    }

    /** Sent while it is received, so that it does not have to fit in memory. A declared length is declared again. */
    private static Response echo(Request request) {
        String type = request.headers().first("Content-Type").orElse("application/octet-stream");
        return Response.stream(
                type, request.contentLength(), out -> request.body().transferTo(out));
    }

    private static Response spin(long micros) throws InterruptedException {
        Spin.spin(TimeUnit.MICROSECONDS.toNanos(micros));
        return Response.text("used " + micros + " us\n");
    }

    private static Response sleep(long millis) throws InterruptedException {
        Thread.sleep(millis);
        return Response.text("slept " + millis + " ms\n");
    }

    private static Response bytes(long count) {
        return Response.stream("application/octet-stream", count, out -> fill(out, count));
    }

    private static void fill(BodyOutput out, long count) throws IOException {
        for (long left = count; left > 0; left -= FILL.length) {
            out.write(FILL, 0, (int) Math.min(left, FILL.length));
        }
    }

    @Override
    public Lane lane(Request request) {
        boolean noBody = request.contentLength() == 0;
        return switch (request.path()) {
            case "/", "/plaintext" -> noBody ? Lane.INLINE : Lane.NORMAL;
            case "/spin" -> isLong(request) ? Lane.LONG_RUNNING : Lane.NORMAL;
            default -> Lane.NORMAL;
        };
    }

    private static boolean isLong(Request request) {
        try {
            return QueryNumber.of(request, "us", MAX_SPIN_MICROS) >= LONG_SPIN_MICROS;
        } catch (IllegalArgumentException e) {
            return false; // Its reply is an error, which is quick.
        }
    }
}
