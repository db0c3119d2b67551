package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.cli.HeddleProcess;
import dev.heddle.http.Response;
import dev.heddle.options.Placement;
import dev.heddle.options.Scheduler;
import dev.heddle.options.ServerOptions;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program that asks for carriers of its own in a JVM that has none to give. */
@Timeout(60)
class SchedulerFallbackTest {
    /** Two servers that answer a request each, in a JVM of its own. */
    static final class Embedded {
        private Embedded() {}

        /** Prints what became of them. */
        public static void main(String[] arguments) throws IOException {
            for (int i = 0; i < 2; i++) {
                RecordingEvents events = new RecordingEvents();
                try (Server server = Server.http(request -> Response.text("hello"))
                                .options(ServerOptions.defaults().withScheduler(Scheduler.OWN))
                                .events(events)
                                .start();
                        TestClient client = TestClient.connect(server)) {
                    System.out.println(
                            server.scheduler().label() + " " + client.get("x").text() + " " + events.advice());
                }
            }
        }
    }

    private static List<String> linesOf(String... jvmOptions) throws Exception {
        List<String> command = new ArrayList<>(List.of(HeddleProcess.jdkTool("java")));
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Embedded.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } finally {
            process.destroy();
        }
    }

    @Test
    void withoutOpenedInternalsItServesOnTheJvmsCarriersAndSaysOnceHowToOpenThem() throws Exception {
        assertThat(linesOf())
                .containsExactly(
                        "jvm hello [it runs on the JVM's carriers: java.lang is not open to Heddle; start the JVM with"
                                + " --add-opens java.base/java.lang=ALL-UNNAMED]",
                        "jvm hello []");
    }

    @Test
    void withOpenedInternalsItServesOnItsOwn() throws Exception {
        assertThat(linesOf("--add-opens", "java.base/java.lang=ALL-UNNAMED"))
                .containsExactly("own hello []", "own hello []");
    }

    @Test
    void propertyChoosesTheSchedulerOfAllServers() throws Exception {
        assertThat(Scheduler.named("own")).isEqualTo(Scheduler.OWN);
        assertThat(Placement.named("least-connections")).isEqualTo(Placement.LEAST_CONNECTIONS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scheduler.named("both"))
                .withMessage("unknown scheduler 'both'; known: jvm, own");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Placement.named("random"))
                .withMessage("unknown placement 'random'; known: round-robin, least-connections");
        assertThat(linesOf("-D" + Scheduler.PROPERTY + "=both").getFirst())
                .contains("heddle.scheduler: unknown scheduler 'both'; known: jvm, own");
    }
}
