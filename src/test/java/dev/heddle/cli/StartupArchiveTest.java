package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Which archive a Java gets, and with which options. */
class StartupArchiveTest {
    private static final Path JAR = Path.of("lib", "heddle.jar");

    @Test
    void java21GetsAnAppCdsArchiveBesideTheJar() {
        StartupArchive kind = StartupArchive.of(21);
        Path file = kind.beside(JAR);
        assertThat(file).isEqualTo(Path.of("lib", "heddle.jsa"));
        Path classes = Path.of("classes");
        assertThat(kind.optionToLearn(classes)).isEqualTo("-XX:DumpLoadedClassList=" + classes);
        assertThat(kind.optionsToMake(classes, file))
                .containsExactly("-Xshare:dump", "-XX:SharedClassListFile=" + classes, "-XX:SharedArchiveFile=" + file);
        assertThat(kind.optionToUse(file)).isEqualTo("-XX:SharedArchiveFile=" + file);
        assertThat(kind.optionsToRequire(file)).contains("-Xshare:on");
    }

    @Test
    void java25AndLaterGetAnAotCacheBesideTheJar() {
        StartupArchive kind = StartupArchive.of(25);
        Path file = kind.beside(JAR);
        assertThat(StartupArchive.of(24)).isNotEqualTo(kind).isEqualTo(StartupArchive.of(21));
        assertThat(StartupArchive.of(27)).isEqualTo(kind);
        assertThat(file).isEqualTo(Path.of("lib", "heddle.aot"));
        assertThat(kind.optionToLearn(file)).isEqualTo("-XX:AOTCacheOutput=" + file);
        assertThat(kind.optionsToMake(file, file)).isEmpty();
        assertThat(kind.optionToUse(file)).isEqualTo("-XX:AOTCache=" + file);
        assertThat(kind.optionsToRequire(file)).contains("-XX:AOTMode=on");
    }

    @Test
    void onlyTheOptionsThatUseAnArchiveAreKeptFromTheJvmThatWritesOne() {
        for (StartupArchive kind : StartupArchive.values()) {
            assertThat(StartupArchive.isOptionToUse(kind.optionToUse(JAR))).isTrue();
            assertThat(StartupArchive.isOptionToUse(kind.optionToLearn(JAR))).isFalse();
        }
        assertThat(StartupArchive.isOptionToUse("-XX:+UseZGC")).isFalse();
    }
}
