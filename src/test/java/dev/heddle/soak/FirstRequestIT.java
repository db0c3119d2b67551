package dev.heddle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.options.Architecture;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a server leaves to its first requests, seen in the JVM's own log: no static initializer of the library, as a full heap would lose its
 * class.
 */
class FirstRequestIT {
    /** A class that has a static initializer: others are logged with {@code (no method)}. */
    private static final Pattern INITIALIZED = Pattern.compile("Initializing '([^']+)' \\(");

    /** Code that the JVM writes at run time; it is written again after a failure. */
    private static final String WRITTEN_AT_RUN_TIME = "java/lang/invoke/LambdaForm$";

    static Stream<Arguments> schedulersAndArchitectures() {
        return Stream.of("own", "jvm")
                .flatMap(scheduler ->
                        Architecture.all().stream().map(architecture -> Arguments.of(scheduler, architecture.label())));
    }

    @ParameterizedTest
    @MethodSource("schedulersAndArchitectures")
    void requestsOfEveryKindFindTheClassesOfTheLibraryInitialized(
            String scheduler, String architecture, @TempDir Path folder) throws IOException {
        Path log = folder.resolve("classes.log");
        List<String> options = List.of(
                "-Xlog:class+init=info:file=" + log,
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dheddle.scheduler=" + scheduler);
        try (DemoServer server = DemoServer.startDropIn(options, architecture)) {
            int before = initialized(log).size();
            assertThat(before).as("the log of the JVM can be read").isGreaterThan(100);
            assertThat(server.get("plaintext").status()).isEqualTo(200);
            // Whatever the demo handlers of this test use was initialized by themselves: only the server is looked at.
            for (String request : List.of(
                    "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
                    "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                    "GET /nowhere HTTP/1.0\r\n\r\n",
                    "GET /plaintext HTTP/1.1\r\n\r\n",
                    "nonsense\r\n\r\n")) {
                try (TestClient client = server.connect()) {
                    client.send(request);
                    assertThat(client.readReply().status()).as(request).isPositive();
                }
            }
            List<String> all = initialized(log);
            List<String> since = all.subList(before, all.size());
            // Which classes the JDK needs depends on which threads meet: they are told, not judged.
            SoakScale.report("%s, scheduler %s: initialized after the start: %s", architecture, scheduler, since);
            assertThat(since).noneMatch(name -> name.startsWith("dev/heddle/"));
        }
    }

    private static List<String> initialized(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(INITIALIZED::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .filter(name -> !name.startsWith(WRITTEN_AT_RUN_TIME) && !name.startsWith("dev/heddle/soak/"))
                    .toList();
        }
    }
}
