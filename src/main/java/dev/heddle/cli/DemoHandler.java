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
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The demo application over HTTP. Without state of its own, and so for any number of threads. */
final class DemoHandler implements Handler {
    private static final String PAGE = """
            Heddle's demo application

            GET  /plaintext    Hello, World!
            POST /echo         the content back
            GET  /spin?us=N    burns N microseconds of processor time (up to 60000000)
            GET  /sleep?ms=N   blocks N milliseconds (up to 600000)
            GET  /bytes?n=N    N bytes (up to 1 TiB)
            GET  /stats        what the server has done so far, as JSON
            """;

    private static final long MOST_SPIN_MICROS = 60_000_000;
    private static final long MOST_SLEEP_MILLIS = 600_000;
    private static final long MOST_BYTES = 1L << 40;

    /** From here on a spinning request is a long one, which must not take every carrier. */
    private static final long LONG_SPIN_MICROS = 1000;

    private static final Methods READ = Methods.of("GET", "HEAD");
    private static final Methods TAKE = Methods.of("POST");
    private static final Methods ALL = Methods.of("GET", "HEAD", "POST");

    /** Made once: a reply to them allocates nothing here. */
    private static final Response HELLO = Response.bytes("text/plain", Ascii.bytes("Hello, World!"));

    private static final Response LIST = Response.text(PAGE);

    private static final byte[] FILLING = Ascii.bytes("0123456789abcde\n".repeat(2048));

    private final Supplier<ServerStats> stats;

    /** @param stats what {@code /stats} tells; asked on the thread of the request */
    DemoHandler(Supplier<ServerStats> stats) {
        this.stats = stats;
    }

    @Override
    public Response handle(Request request) {
        String path = request.path();
        Methods methods = methods(path);
        if (methods == null) {
            return Methods.missing(request.method());
        }
        Response other = methods.answerUnlessServed(request.method());
        return other != null ? other : answer(path, request);
    }

    /** Null for a path that there is not. */
    private static @Nullable Methods methods(String path) {
        return switch (path) {
            case "/", "/plaintext", "/spin", "/sleep", "/bytes", "/stats" -> READ;
            case "/echo" -> TAKE;
            case "*" -> ALL;
            default -> null;
        };
    }

    private Response answer(String path, Request request) {
        try {
            return switch (path) {
                case "/plaintext" -> HELLO;
                case "/echo" -> echo(request);
                case "/spin" -> spin(QueryNumber.of(request, "us", MOST_SPIN_MICROS));
                case "/sleep" -> sleep(QueryNumber.of(request, "ms", MOST_SLEEP_MILLIS));
                case "/bytes" -> bytes(QueryNumber.of(request, "n", MOST_BYTES));
                case "/stats" ->
                    Response.bytes("application/json", StatsJson.of(stats.get()).getBytes(StandardCharsets.UTF_8))
                            .header("Cache-Control", "no-store");
                default -> LIST;
            };
        } catch (IllegalArgumentException e) {
            return Response.text(e.getMessage() + "\n").status(Status.BAD_REQUEST);
        } catch (InterruptedException e) {
            // Our client was cut off, by a server in a hurry to stop: it will not see this.
            Thread.currentThread().interrupt();
            return Response.text("stopping\n")
                    .status(Status.SERVICE_UNAVAILABLE)
                    .closeConnection();
        }
    }

    /** Sent while it is received, so that neither has to fit in memory. A length that was announced is announced again. */
    private static Response echo(Request request) {
        String type = request.headers().first("Content-Type").orElse("application/octet-stream");
        return Response.stream(
                type, request.contentLength(), out -> request.body().transferTo(out));
    }

    private static Response spin(long micros) throws InterruptedException {
        Spin.burn(TimeUnit.MICROSECONDS.toNanos(micros));
        return Response.text("burnt " + micros + " us\n");
    }

    private static Response sleep(long millis) throws InterruptedException {
        Thread.sleep(millis);
        return Response.text("slept " + millis + " ms\n");
    }

    private static Response bytes(long count) {
        return Response.stream("application/octet-stream", count, out -> fill(out, count));
    }

    private static void fill(BodyOutput out, long count) throws IOException {
        for (long left = count; left > 0; left -= FILLING.length) {
            out.write(FILLING, 0, (int) Math.min(left, FILLING.length));
        }
    }

    @Override
    public Lane lane(Request request) {
        boolean bare = request.contentLength() == 0;
        return switch (request.path()) {
            case "/", "/plaintext" -> bare ? Lane.INLINE : Lane.NORMAL;
            case "/spin" -> isLong(request) ? Lane.LONG_RUNNING : Lane.NORMAL;
            default -> Lane.NORMAL;
        };
    }

    private static boolean isLong(Request request) {
        try {
            return QueryNumber.of(request, "us", MOST_SPIN_MICROS) >= LONG_SPIN_MICROS;
        } catch (IllegalArgumentException e) {
            return false; // It will be told what is wrong, which is quick.
        }
    }
}
