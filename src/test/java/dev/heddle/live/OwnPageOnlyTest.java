package dev.heddle.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Server;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import dev.heddle.support.TestClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a browser sends to a live page on the port of http, which it leaves out. */
class OwnPageOnlyTest {
    private static Response admitted(Request request) {
        return OwnPageOnly.objection(request, 80)
                .map(objection -> Response.of(Status.FORBIDDEN))
                .orElseGet(() -> Response.text("admitted"));
    }

    private static String status(String host) throws IOException {
        try (Server server = Server.http(OwnPageOnlyTest::admitted).start();
                TestClient browser = TestClient.connect(server)) {
            return browser.send("GET /live.js HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host + "\r\n\r\n")
                    .readLine();
        }
    }

    @Test
    void pageOnPort80IsServedToABrowserThatLeavesThePortOut() throws IOException {
        assertThat(status("127.0.0.1")).isEqualTo("HTTP/1.1 200 OK");
        assertThat(status("localhost:80")).isEqualTo("HTTP/1.1 200 OK");
        assertThat(status("evil.example")).startsWith("HTTP/1.1 403");
    }
}
