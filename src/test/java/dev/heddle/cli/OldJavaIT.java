package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.HeddleProcess.Ended;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * The packaged jar on the oldest Java of this machine. Where all of them are new enough, one of those says that it is older, and
 * {@link StartTest} reads the version of the start class.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class OldJavaIT {
    private static final String JAR = System.getProperty("heddle.runnableJar");

    /** The home of a Java that is too old for Heddle, and its version. */
    private record OldJava(Path home, String version) {}

    /** Where every Java is new enough: this one, which says that it is older. */
    private static final OldJava PRETENDED = new OldJava(Path.of(System.getProperty("java.home")), "17.0.2");

    @Test
    void oldJavaGetsOneLineThatSaysWhatIsNeeded() throws Exception {
        OldJava old = oldJava().orElse(PRETENDED);
        for (List<String> arguments : List.of(List.of("demo", "-p", "0"), List.of("--help"), List.<String>of())) {
            Ended ended = HeddleProcess.runOn(
                    old.home().resolve("bin/java"), List.of("-Djava.version=" + old.version(), "-jar", JAR), arguments);
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err())
                    .singleElement()
                    .asString()
                    .startsWith("heddle: ")
                    .contains("needs Java 21 or newer", "this is Java " + old.version(), "https://adoptium.net");
        }
    }

    @Test
    void jarStartsByItsManifestAndByTheNameOfItsCommandLine() throws Exception {
        Path java = Path.of(HeddleProcess.jdkTool("java"));
        for (List<String> start : List.of(List.of("-jar", JAR), List.of("-cp", JAR, "dev.heddle.cli.Main"))) {
            Ended ended = HeddleProcess.runOn(java, start, List.of("--help"));
            assertThat(ended.code()).isZero();
            assertThat(ended.out()).contains("Usage: heddle");
            assertThat(ended.err()).isEmpty();
        }
    }

    /** Looks at the Java that runs Maven, at {@code JAVA_HOME}, on the path, and where Linux distributions install theirs. */
    private static Optional<OldJava> oldJava() throws IOException {
        Stream<Path> named = Stream.of(System.getProperty("heddle.mavenJava"), System.getenv("JAVA_HOME"))
                .filter(Objects::nonNull)
                .map(Path::of);
        Stream<Path> onPath = Arrays.stream(
                        Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, "java"))
                .filter(Files::isExecutable)
                .flatMap(OldJavaIT::homeOf);
        return Stream.of(named, onPath, installed())
                .flatMap(homes -> homes)
                .flatMap(OldJavaIT::ifOld)
                .findFirst();
    }

    private static Stream<Path> homeOf(Path java) {
        try {
            return Stream.of(java.toRealPath().resolve("../..").normalize());
        } catch (IOException e) {
            return Stream.empty(); // A link to a Java that is gone.
        }
    }

    private static Stream<Path> installed() throws IOException {
        Path all = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(all)) {
            return Stream.empty();
        }
        try (Stream<Path> homes = Files.list(all)) {
            return homes.sorted().toList().stream();
        }
    }

    /** By the release file that lies in each home from Java 7 on. */
    private static Stream<OldJava> ifOld(Path home) {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
            return Stream.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
        return Start.featureOf(version) < 21 ? Stream.of(new OldJava(home, version)) : Stream.empty();
    }
}
