package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.HeddleProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code heddle archive} of the packaged jar, on the Java that runs the tests. One archive for all that is asked of it: it takes seconds. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ArchiveIT {
    private static final StartupArchive KIND =
            StartupArchive.of(Runtime.version().feature());

    @Test
    void archiveIsWrittenOnceFitsHoldsWhatAServerLoadsAndADamagedOneIsToldFromIt(@TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("heddle.archive");
        Ended written = HeddleProcess.run("archive", file.toString());
        assertThat(written.code()).as(written.toString()).isZero();
        assertThat(written.out()).contains("wrote " + file, KIND.optionToUse(file));
        assertThat(names(folder)).as("nothing unfinished is left").containsExactly("heddle.archive");

        assertThat(HeddleProcess.run("archive", file.toString()))
                .isEqualTo(new Ended(1, "", List.of("heddle: '" + file + "' exists; --force replaces it")));
        assertThat(HeddleProcess.run("archive", "--check", file.toString()).code())
                .isZero();

        Path log = folder.resolve("classes.log");
        List<String> options = List.of(KIND.optionToUse(file), "-Xlog:class+load:file=" + log);
        try (HeddleProcess heddle = HeddleProcess.start(options, "demo", "-p", "0")) {
            assertThat(new RawClient(heddle.port()).get("/plaintext").text()).isEqualTo("Hello, World!");
            heddle.terminate();
            assertThat(heddle.awaitEnd().code()).isZero();
        }
        assertThat(sources(log, "dev.heddle.Server ")).isNotEmpty().allMatch(line -> line.contains("shared objects"));
        assertThat(sources(log, "picocli.CommandLine ")).isNotEmpty().allMatch(line -> line.contains("shared objects"));

        Path damaged = folder.resolve("damaged");
        byte[] whole = Files.readAllBytes(file);
        Files.write(damaged, Arrays.copyOf(whole, whole.length / 2));
        Ended checked = HeddleProcess.run("archive", "--check", damaged.toString());
        assertThat(checked.code()).isEqualTo(1);
        assertThat(checked.err()).hasSize(1).first().asString().contains("does not fit Java", "archive --force");
    }

    @Test
    void nothingOnTheWayToTheFirstAnswerIsWhatTheJvmMakesCodeForAtItsFirstCall(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("classes.log");
        try (HeddleProcess heddle = HeddleProcess.start(List.of("-Xlog:class+load:file=" + log), "demo", "-p", "0")) {
            assertThat(new RawClient(heddle.port()).get("/plaintext").text()).isEqualTo("Hello, World!");
            assertThat(sources(log, "dev.heddle.Server ")).isNotEmpty();
            assertThat(sources(log, "java.lang.runtime.ObjectMethods "))
                    .as("equals, hashCode or toString of a record")
                    .isEmpty();
            assertThat(sources(log, "java.lang.runtime.SwitchBootstraps "))
                    .as("a switch over types")
                    .isEmpty();
            assertThat(sources(log, "jdk.internal.reflect.DirectMethodHandleAccessor$NativeAccessor "))
                    .as("calls by reflection that need no code")
                    .isNotEmpty();
        }
    }

    private static List<String> sources(Path log, String type) throws Exception {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" " + type)).toList();
        }
    }

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
