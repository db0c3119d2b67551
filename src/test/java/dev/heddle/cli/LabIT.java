package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.cli.HeddleProcess.Ended;
import dev.heddle.lab.Json;
import dev.heddle.support.Eventually;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the lab, as a user starts them. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class LabIT {
    @TempDir
    private Path directory;

    @Test
    void loadMeasuresADemo() throws Exception {
        Path json = directory.resolve("load.json");
        try (HeddleProcess demo = HeddleProcess.start("demo", "-p", "0")) {
            Ended load = HeddleProcess.run(
                    "load",
                    "http://127.0.0.1:" + demo.port() + "/plaintext",
                    "-c",
                    "4",
                    "-d",
                    "1200ms",
                    "--warm-up",
                    "0",
                    "--json",
                    json.toString());
            assertThat(load.code()).as(load.toString()).isZero();
            assertThat(load.out()).contains("/plaintext", "errors         none", "rate", "processors");
            assertThat(load.err()).anyMatch(line -> line.matches(" +1 s +\\d+ responses/s +p99 \\d+\\.\\d+ ms"));
            assertThat(Json.read(Files.readString(json), JsonObject.class)
                            .get("rate")
                            .getAsDouble())
                    .isPositive();
        }
    }

    @Test
    void comparisonOfOneScenarioWritesAReport() throws Exception {
        Path report = directory.resolve("report.html");
        Ended compare = HeddleProcess.run("compare", "--quick", "--scenario", "hash", "--report", report.toString());
        assertThat(compare.code()).as(compare.toString()).isZero();
        assertThat(compare.out()).contains("the hash is uneven", "not measured", "report: file:");
        assertThat(compare.err()).anyMatch(line -> line.contains("left  hash: socket-sharded"));
        assertThat(Files.readString(report)).contains("id=\"hash\"", "echarts", "</html>");
    }

    @Test
    void whatWasMeasuredIsKeptWhenTheUserHasHadEnough() throws Exception {
        Path report = directory.resolve("report.html");
        Path json = directory.resolve("figures.json");
        try (HeddleProcess compare =
                HeddleProcess.start("compare", "--quick", "--report", report.toString(), "--json", json.toString())) {
            // Until the third measurement has begun: on a busy machine one may fail, and says so on a line of its own.
            while (compare.errors().stream()
                            .filter(line -> line.contains(" left "))
                            .count()
                    < 3) {
                Thread.onSpinWait();
            }
            compare.terminate();
            Ended ended = compare.awaitEnd();
            assertThat(ended.code()).isEqualTo(1);
            assertThat(Json.read(Files.readString(json), JsonObject.class).getAsJsonArray("samples"))
                    .isNotEmpty();
            assertThat(report).exists();
        }
    }

    /** SIGHUP is what a terminal sends that is closed; the JVM ends by it without asking the program. */
    @Test
    void serverEndsWithTheComparisonThatStartedIt() throws Exception {
        String report = directory.resolve("report.html").toString();
        try (HeddleProcess compare =
                HeddleProcess.start("compare", "--quick", "--scenario", "hash", "--report", report)) {
            ProcessHandle self = ProcessHandle.of(compare.pid()).orElseThrow();
            Eventually.await(
                    "it has started a server",
                    () -> self.descendants().findAny().isPresent());
            List<ProcessHandle> servers = self.descendants().toList();
            Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(compare.pid())).start();
            assertThat(kill.waitFor()).isZero();
            assertThat(compare.awaitEnd().code()).isNotZero();
            Eventually.await("its server has ended", () -> servers.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    /** A program that someone else has written: compiled here, with nothing but the library. */
    private Path application() throws Exception {
        Path source = Files.createDirectories(directory.resolve("shop")).resolve("Shop.java");
        Files.writeString(source, """
                package shop;
                public class Shop implements dev.heddle.http.Handler {
                    @Override
                    public dev.heddle.http.Response handle(dev.heddle.http.Request request) {
                        return dev.heddle.http.Response.text("sold " + request.path() + "\\n");
                    }
                }
                """);
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("heddle.runnableJar"),
                        source.toString());
        assertThat(failed).isZero();
        Path jar = directory.resolve("shop.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry("shop/Shop.class"));
            out.write(Files.readAllBytes(source.resolveSibling("Shop.class")));
            out.putNextEntry(new JarEntry("META-INF/services/dev.heddle.http.Handler"));
            out.write("shop.Shop\n".getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    @Test
    void someonesOwnHandlerIsServedAndAnArchitectureRecommended() throws Exception {
        Path jar = application();
        try (HeddleProcess demo = HeddleProcess.start("demo", "-p", "0", "--app", jar.toString())) {
            assertThat(new RawClient(demo.port()).get("/bread").text()).isEqualTo("sold /bread\n");
        }
        Ended compare = HeddleProcess.run(
                "compare",
                "--quick",
                "--app",
                jar.toString(),
                "--request",
                "9 /bread",
                "--request",
                "1 /cake",
                "--report",
                directory.resolve("report.html").toString());
        assertThat(compare.code()).as(compare.toString()).isZero();
        assertThat(compare.out()).containsPattern("recommended: [a-z-]+\\. It served \\d+ requests/s");
    }

    @Test
    void wrongUsageIsToldInOneLine() throws Exception {
        for (List<String> arguments : List.of(
                List.of("load", "ftp://127.0.0.1/"),
                List.of("load", "http://127.0.0.1:1/", "--zipf", "1"),
                List.of("load", "http://127.0.0.1:1/", "--request", "x"),
                List.of("compare", "--scenario", "nothing"),
                List.of("compare", "--handler", "a.B"),
                List.of("demo", "--lanes", "none"))) {
            Ended ended = HeddleProcess.run(arguments.toArray(String[]::new));
            assertThat(ended.code()).as(arguments.toString()).isEqualTo(2);
            assertThat(ended.err()).hasSize(1);
        }
    }
}
