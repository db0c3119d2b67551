package dev.heddle.live;

import dev.heddle.http.Request;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Admits the requests that the live page itself sends, and rejects those that another site has a visitor's browser send.
 *
 * <p>A name of another site that resolves to the loopback address (DNS rebinding) is recognized by its Host. A form or a script of
 * another site cannot set {@value #HEADER}, which every change needs, without asking first, and that is never granted.
 */
final class OwnPageOnly {
    static final String HEADER = "Heddle-Live";

    private static final List<String> HOSTS = List.of("127.0.0.1", "localhost");

    private OwnPageOnly() {}

    /** Why a request is rejected; empty if it is not. */
    static Optional<String> objection(Request request, int port) {
        String authority = request.authority().toLowerCase(Locale.ROOT);
        String withPort = authority.contains(":") ? authority : authority + ":80"; // A browser leaves that port out.
        if (HOSTS.stream().noneMatch(host -> withPort.equals(host + ":" + port))) {
            return Optional.of("the live page is at 127.0.0.1:" + port + " only");
        }
        List<String> origins = request.headers().values("Origin");
        if (!origins.stream().allMatch(origin -> origin.equals("http://" + authority))) {
            return Optional.of("not for other sites");
        }
        boolean page = request.path().equals("/");
        List<String> sites = request.headers().values("Sec-Fetch-Site");
        if (!page && !sites.stream().allMatch(site -> site.equals("same-origin") || site.equals("none"))) {
            return Optional.of("not for other sites");
        }
        if (request.method().equals("POST") && !request.headers().contains(HEADER)) {
            return Optional.of("a change needs the header " + HEADER);
        }
        return Optional.empty();
    }
}
