package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/scaling: arguments that {@code heddle} knows, and times that fit each other, as docs/scaling.md says. */
@Timeout(60)
class ScalingFilesTest {
    private static final Path FILES = Path.of("docs/scaling");

    @ParameterizedTest
    @ValueSource(strings = {"heddle@.service", "kubernetes.yaml", "Containerfile"})
    void commandLineIsAccepted(String file) throws IOException {
        String[] arguments = arguments(file);
        assertThat(arguments).contains("serve").hasSizeGreaterThan(5);
        assertThat(Main.commands().parseArgs(arguments).errors()).isEmpty();
    }

    private static String[] arguments(String file) throws IOException {
        String text = Files.readString(FILES.resolve(file));
        return switch (file) {
            case "heddle@.service" ->
                group(text, "heddle\\.jar (serve .*)").replace("%i", "1").split(" ", -1);
            case "Containerfile" -> strings("\"([^\"]+)\"", group(text, "CMD (.*)"));
            default -> strings("- (\\S+)", group(text, "(?s)args:\n(.*?)\n +ports:"));
        };
    }

    private static String[] strings(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toArray(String[]::new);
    }

    private static String group(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    private static Duration time(String file, String name) throws IOException {
        MatchResult match = Pattern.compile("\\b" + name + "[:= ]+(\\d+)(ms|s)?\\b")
                .matcher(Files.readString(FILES.resolve(file)))
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + file));
        long number = Long.parseLong(match.group(1));
        return "ms".equals(match.group(2)) ? Duration.ofMillis(number) : Duration.ofSeconds(number);
    }

    @Test
    void processesGetTheTimeToDrainThatTheyWereTold() throws IOException {
        for (List<String> each : List.of(
                List.of("heddle@.service", "TimeoutStopSec"),
                List.of("kubernetes.yaml", "terminationGracePeriodSeconds"))) {
            String file = each.getFirst();
            assertThat(time(file, each.getLast()))
                    .isGreaterThan(time(file, "drain-delay").plus(time(file, "drain-timeout")));
        }
    }

    @Test
    void processDrainsNoSoonerThanHaproxyHasNoticed() throws IOException {
        Duration twoChecks = time("haproxy.cfg", "inter").plus(time("haproxy.cfg", "fastinter"));
        assertThat(group(Files.readString(FILES.resolve("haproxy.cfg")), "fall (\\d+)"))
                .isEqualTo("2");
        assertThat(time("heddle@.service", "drain-delay")).isGreaterThan(twoChecks.multipliedBy(2));
    }

    @Test
    void clusterHasNoticedBeforeAPodDrains() throws IOException {
        Matcher readiness = Pattern.compile("(?s)readinessProbe:.*?periodSeconds: (\\d+).*?failureThreshold: (\\d+)")
                .matcher(Files.readString(FILES.resolve("kubernetes.yaml")));
        assertThat(readiness.find()).isTrue();
        Duration probes = Duration.ofSeconds(Long.parseLong(readiness.group(1)) * Long.parseLong(readiness.group(2)));
        assertThat(time("kubernetes.yaml", "drain-delay")).isGreaterThan(probes);
    }

    @Test
    void proxyClosesIdleConnectionsBeforeTheServerDoes() throws IOException {
        Duration proxy = time("nginx.conf", "keepalive_timeout");
        assertThat(time("heddle@.service", "idle-timeout")).isGreaterThan(proxy);
        assertThat(time("heddle@.service", "drain-idle-timeout")).isGreaterThan(proxy);
        assertThat(time("kubernetes.yaml", "drain-idle-timeout")).isGreaterThan(proxy);
    }

    @Test
    void systemdHasNothingToSayAgainstTheUnit(@TempDir Path temp) throws Exception {
        Path program = Stream.of("/usr/bin/systemd-analyze", "/bin/systemd-analyze")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(program != null, "systemd-analyze is not on this machine");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String unit = Files.readString(FILES.resolve("heddle@.service"));
        assertThat(verified(program, temp, unit.replace("/usr/bin/java", java))).isEmpty();
        assertThat(verified(program, temp, unit.replace("KillMode=mixed", "KillMood=mixed")))
                .contains("KillMood");
    }

    /** What {@code systemd-analyze verify} says of a unit. */
    private static String verified(Path program, Path temp, String unit) throws Exception {
        Path file = Files.writeString(temp.resolve("heddle@.service"), unit);
        Path output = temp.resolve("output");
        Process process = new ProcessBuilder(program.toString(), "verify", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        // It may say something of the machine's other units, too.
        return String.join(
                "\n",
                Arrays.stream(Files.readString(output).split("\n", -1))
                        .filter(line -> line.contains("heddle"))
                        .toList());
    }
}
