package dev.heddle.cli;

import dev.heddle.http.Handler;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.metrics.ServerStats;
import dev.heddle.protocol.Lane;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Someone's application, and {@code GET /stats} in front of it.
 *
 * @param application handles all other requests
 * @param stats gives the figures
 * @param log of the server, for its figures
 */
record WithStats(Handler application, Supplier<ServerStats> stats, ServedLog log) implements Handler {
    WithStats(Handler application, Supplier<ServerStats> stats) {
        this(application, stats, ServedLog.NONE);
    }

    @Override
    public Response handle(Request request) throws Exception {
        return isStats(request) ? response(stats.get(), log) : application.handle(request);
    }

    @Override
    public Lane lane(Request request) {
        return isStats(request) ? Lane.NORMAL : application.lane(request);
    }

    private static boolean isStats(Request request) {
        return request.path().equals("/stats") && request.method().equals("GET");
    }

    static Response response(ServerStats stats, ServedLog log) {
        return Response.bytes("application/json", StatsJson.of(stats, log).getBytes(StandardCharsets.UTF_8))
                .header("Cache-Control", "no-store");
    }
}
