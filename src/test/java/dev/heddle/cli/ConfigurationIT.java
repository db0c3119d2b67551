package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.HeddleProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** The runnable jar with variables and a properties file. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ConfigurationIT {
    @Test
    void serverIsAsVariablesAndFileSay(@TempDir Path folder) throws Exception {
        Path site = Files.createDirectory(folder.resolve("site"));
        Files.writeString(site.resolve("a.txt"), "text");
        Files.writeString(site.resolve("b.js"), "script");
        Path file = Files.writeString(folder.resolve("heddle.properties"), """
                port = 0
                architecture = multi-acceptor
                # the last that matches counts
                cache-control = no-cache\\n\\
                                *.js: max-age=60, private="x"
                content-type = txt=text/x-one\\njs=text/x-two
                no-listing = true
                """);
        Map<String, String> variables =
                Map.of("HEDDLE_DIR", site.toString(), "HEDDLE_CONFIG", file.toString(), "HEDDLE_CARRIERS", "3");
        try (HeddleProcess heddle = HeddleProcess.start(variables, "serve")) {
            String line = heddle.startLine();
            assertThat(line).contains(" architecture=multi-acceptor carriers=3 ");
            int port = Integer.parseInt(line.replaceAll(".*127\\.0\\.0\\.1:([0-9]+) .*", "$1"));
            RawClient client = new RawClient(port);
            assertThat(client.get("/a.txt").header("cache-control")).isEqualTo("no-cache");
            assertThat(client.get("/b.js").header("cache-control")).isEqualTo("max-age=60, private=\"x\"");
            assertThat(client.get("/a.txt").header("content-type")).startsWith("text/x-one");
            assertThat(client.get("/b.js").header("content-type")).startsWith("text/x-two");
            assertThat(client.get("/").status()).isEqualTo(404);
        }
        try (HeddleProcess heddle = HeddleProcess.start(variables, "serve", "--cache-control", "max-age=1")) {
            RawClient client = new RawClient(heddle.port());
            // A flag replaces all values of the setting.
            assertThat(client.get("/b.js").header("cache-control")).isEqualTo("max-age=1");
        }
    }

    @Test
    void printedConfigurationEndsWithStatus0AndAnErrorWithStatus2() throws Exception {
        try (HeddleProcess heddle =
                HeddleProcess.start(Map.of("HEDDLE_PORT", "1234"), "serve", "--print-config", "-a", "x")) {
            Ended ended = heddle.awaitEnd();
            assertThat(ended.code()).isZero();
            assertThat(ended.out()).startsWith("SETTING ").containsPattern("\nport +1234 +HEDDLE_PORT\n");
            assertThat(ended.err()).isEmpty();
        }
        try (HeddleProcess heddle = HeddleProcess.start(Map.of("HEDDLE_PROT", "1"), "serve")) {
            assertThat(heddle.awaitEnd().err())
                    .containsExactly(
                            "heddle: unknown variable HEDDLE_PROT; did you mean HEDDLE_PORT? (try 'heddle serve --help')");
        }
    }
}
