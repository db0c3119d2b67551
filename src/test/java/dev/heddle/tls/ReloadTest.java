package dev.heddle.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.support.RecordingEvents;
import dev.heddle.support.TestCertificate;
import dev.heddle.support.TestCertificate.Kind;
import dev.heddle.support.TestCertificate.PemPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When changed files are read, step by step: each look is one interval later. */
class ReloadTest {
    @TempDir
    private Path directory;

    private final RecordingEvents events = new RecordingEvents();
    private TestCertificate first;
    private TestCertificate second;
    private PemPair files;
    private Reload reload;

    @BeforeEach
    void write() throws Exception {
        first = TestCertificate.of(Kind.EC, "first.test");
        second = TestCertificate.of(Kind.EC, "second.test");
        files = first.write(directory, "server");
        age(files.certificates());
        age(files.key());
        CertificateFiles all = new CertificateFiles(
                Tls.builder().certificate(files.certificates(), files.key()).build());
        reload = new Reload(all, FileStamps.of(all.files()));
    }

    /** Writes that follow are later, however coarse the file system's clock is. */
    private static void age(Path file) throws Exception {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_600_000_000_000L));
    }

    private String look() {
        Optional<CertificateFiles.Loaded> loaded = reload.look(events);
        return loaded.map(CertificateFiles.Loaded::description).orElse("nothing new");
    }

    @Test
    void unchangedFilesAreNotReadAgain() {
        assertThat(look()).isEqualTo("nothing new");
        assertThat(look()).isEqualTo("nothing new");
    }

    @Test
    void changedFilesAreReadOnceTheyRest() throws Exception {
        second.write(directory, "server");
        assertThat(look()).isEqualTo("nothing new");
        assertThat(look()).startsWith("CN=second.test");
        assertThat(look()).isEqualTo("nothing new");
        assertThat(events.failedReloads()).isEmpty();
    }

    @Test
    void fileThatIsReplacedByRenamingIsReadThoughItsTimeAndSizeAreTheSame() throws Exception {
        PemPair other = second.write(directory, "other");
        age(other.certificates());
        age(other.key());
        Files.move(other.certificates(), files.certificates(), StandardCopyOption.ATOMIC_MOVE);
        Files.move(other.key(), files.key(), StandardCopyOption.ATOMIC_MOVE);
        look();
        assertThat(look()).startsWith("CN=second.test");
    }

    @Test
    void linkThatIsReplacedIsFollowed() throws Exception {
        PemPair target = second.write(directory, "target");
        Files.delete(files.certificates());
        Files.delete(files.key());
        Files.createSymbolicLink(files.certificates(), target.certificates());
        Files.createSymbolicLink(files.key(), target.key());
        look();
        assertThat(look()).startsWith("CN=second.test");
    }

    @Test
    void certificateThatIsNewerThanItsKeyWaitsForTheKeyInSilence() throws Exception {
        Files.writeString(files.certificates(), second.certificatesPem());
        assertThat(look()).isEqualTo("nothing new");
        assertThat(look()).as("the key does not belong to it").isEqualTo("nothing new");
        Files.writeString(files.key(), second.keyPem());
        assertThat(look()).isEqualTo("nothing new");
        assertThat(look()).startsWith("CN=second.test");
        assertThat(events.failedReloads()).isEmpty();
    }

    @Test
    void filesThatAreNoUseAreReportedOnceForEachChangeAndTriedAgain() throws Exception {
        Files.writeString(files.certificates(), second.certificatesPem());
        for (int i = 0; i < 10; i++) {
            assertThat(look()).isEqualTo("nothing new");
        }
        assertThat(events.failedReloads())
                .singleElement()
                .satisfies(cause -> assertThat(cause.getMessage())
                        .contains("the private key does not belong to the certificate (CN=second.test)"));
        Files.writeString(files.key(), "half a k");
        for (int i = 0; i < 10; i++) {
            assertThat(look()).isEqualTo("nothing new");
        }
        assertThat(events.failedReloads()).hasSize(2);
        second.write(directory, "server");
        look();
        assertThat(look()).startsWith("CN=second.test");
        assertThat(events.failedReloads()).hasSize(2);
    }

    @Test
    void halfWrittenFileIsReadWhenItIsWhole() throws Exception {
        String whole = second.certificatesPem();
        Files.writeString(files.key(), second.keyPem());
        Files.writeString(files.certificates(), whole.substring(0, whole.length() / 2));
        look();
        assertThat(look()).isEqualTo("nothing new");
        Files.writeString(files.certificates(), whole);
        look();
        assertThat(look()).startsWith("CN=second.test");
    }

    @Test
    void fileThatIsMissingForAWhileChangesNothing() throws Exception {
        Files.delete(files.key());
        look();
        assertThat(look()).isEqualTo("nothing new");
        assertThat(look()).isEqualTo("nothing new");
        assertThat(events.failedReloads())
                .singleElement()
                .satisfies(cause -> assertThat(cause).hasMessage(files.key() + ": no such file"));
        first.write(directory, "server");
        look();
        assertThat(look()).startsWith("CN=first.test");
    }
}
