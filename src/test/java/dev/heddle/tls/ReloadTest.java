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
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When changed files are read, step by step: each look is one interval later. */
class ReloadTest {
    @TempDir
    private Path directory;

    private final RecordingEvents events = new RecordingEvents();
    private final AtomicLong nanos = new AtomicLong();
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
        watch(Tls.builder().certificate(files.certificates(), files.key()));
    }

    /** Reads the files, and looks at them from now on. */
    private void watch(Tls.Builder tls) throws Exception {
        CertificateFiles all = new CertificateFiles(tls.build());
        FileStamps stamps = FileStamps.of(all.files());
        reload = new Reload(all, stamps, all.load(), new Clocks(nanos::get, InstantSource.system()));
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
    void filesThatAreInvalidAreReportedOnceForEachChangeAndReadAgain() throws Exception {
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
        second.write(directory, "server");
        look();
        assertThat(look()).startsWith("CN=second.test");
    }

    @Test
    void filesThatStayInvalidAreReportedAgainEachDay() throws Exception {
        Files.writeString(files.key(), "half a k");
        for (int day = 1; day <= 3; day++) {
            for (int i = 0; i < 5; i++) {
                look();
            }
            assertThat(events.failedReloads()).hasSize(day);
            nanos.addAndGet(Duration.ofDays(1).toNanos());
        }
    }

    @Test
    void certificateIsRenewedThoughAnotherOneIsBroken() throws Exception {
        PemPair other = TestCertificate.of(Kind.EC, "other.test").write(directory, "other");
        watch(Tls.builder()
                .certificate(other.certificates(), other.key())
                .certificate(files.certificates(), files.key()));
        Files.delete(other.key());
        second.write(directory, "server");
        look();
        assertThat(look()).startsWith("CN=other.test").contains("CN=second.test");
        look();
        assertThat(events.failedReloads())
                .singleElement()
                .satisfies(cause -> assertThat(cause).hasMessage(other.key() + ": no such file"));
        TestCertificate repaired = TestCertificate.of(Kind.EC, "repaired.test");
        repaired.write(directory, "other");
        look();
        assertThat(look()).startsWith("CN=repaired.test").contains("CN=second.test");
        assertThat(look()).isEqualTo("nothing new");
    }

    @Test
    void filesThatAreWrittenWithWhatTheyHeldBeforeKeepTheirSessions() throws Exception {
        first.write(directory, "server");
        look();
        assertThat(look()).isEqualTo("nothing new");
        second.write(directory, "server");
        look();
        assertThat(look()).startsWith("CN=second.test");
    }

    @Test
    void clientAuthoritiesAreReadAgain() throws Exception {
        Path trusted = TestCertificate.of(Kind.EC, "authority.test")
                .write(directory, "trusted")
                .certificates();
        age(trusted);
        watch(Tls.builder().certificate(files.certificates(), files.key()).requireClientCertificate(trusted));
        TestCertificate next = TestCertificate.of(Kind.EC, "next.test");
        next.write(directory, "trusted");
        look();
        assertThat(reload.look(events))
                .hasValueSatisfying(loaded -> assertThat(loaded.authorities()).containsExactly(next.certificate()));
    }

    /** Kubernetes: the files are links into a directory that is itself a link, which is replaced. */
    @Test
    void directoryLinkThatIsReplacedIsFollowed() throws Exception {
        Path mounted = Files.createDirectory(directory.resolve("mounted"));
        version(mounted, "1", first);
        Path data = mounted.resolve("..data");
        Files.createSymbolicLink(data, Path.of("..1"));
        for (String name : new String[] {"server.pem", "server-key.pem"}) {
            Files.createSymbolicLink(mounted.resolve(name), Path.of("..data", name));
        }
        watch(Tls.builder().certificate(mounted.resolve("server.pem"), mounted.resolve("server-key.pem")));
        version(mounted, "2", second);
        Path next = Files.createSymbolicLink(mounted.resolve("..data_tmp"), Path.of("..2"));
        assertThat(look()).isEqualTo("nothing new");
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
        look();
        assertThat(look()).startsWith("CN=second.test");
        assertThat(events.failedReloads()).isEmpty();
    }

    private static void version(Path mounted, String name, TestCertificate held) throws Exception {
        PemPair written = held.write(Files.createDirectory(mounted.resolve(".." + name)), "server");
        age(written.certificates());
        age(written.key());
    }

    /** certbot: links to numbered files, which are replaced one after the other. */
    @Test
    void linksThatAreReplacedOneAfterTheOtherAreFollowedWhenBothAre() throws Exception {
        Path live = Files.createDirectory(directory.resolve("live"));
        PemPair one = first.write(directory, "archive1");
        PemPair two = second.write(directory, "archive2");
        Path chain = Files.createSymbolicLink(live.resolve("fullchain.pem"), one.certificates());
        Path key = Files.createSymbolicLink(live.resolve("privkey.pem"), one.key());
        watch(Tls.builder().certificate(chain, key));
        replaceLink(key, two.key());
        look();
        assertThat(look()).isEqualTo("nothing new");
        replaceLink(chain, two.certificates());
        look();
        assertThat(look()).startsWith("CN=second.test");
        assertThat(events.failedReloads()).isEmpty();
    }

    private static void replaceLink(Path link, Path target) throws Exception {
        Path next = Files.createSymbolicLink(link.resolveSibling("next"), target);
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
    }
}
