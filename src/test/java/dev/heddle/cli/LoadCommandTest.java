package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Server;
import dev.heddle.http.Response;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code heddle load}, as far as it needs no process of its own. */
class LoadCommandTest {
    @Test
    void loadThatWasNotSentAsAskedForIsAFailure() throws Exception {
        StringWriter printed = new StringWriter();
        try (Server server = Server.http(request -> Response.text("hello\n")).start()) {
            int code = new CommandLine(new LoadCommand())
                    .setOut(new PrintWriter(printed))
                    .execute(
                            "http://127.0.0.1:" + server.port() + "/",
                            "--rate=1e9",
                            "--duration=200ms",
                            "--warm-up=0",
                            "--timeout=50ms");
            assertThat(code).as(printed.toString()).isEqualTo(1);
        }
        assertThat(printed.toString()).contains("not sent  ");
    }
}
