package dev.heddle.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.heddle.http.Response;
import dev.heddle.support.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A dump takes a limited room on the disk, for as long as it is sent, and not longer. */
@Timeout(60)
class ThreadDumpTest {
    private static final HotSpotDiagnosticMXBean JVM =
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    private static final long ENOUGH = 100L << 20;

    @TempDir
    private Path temporary;

    /** What a JVM does instead of dumping its threads into a file. */
    @FunctionalInterface
    private interface Dumper {
        void dumpTo(Path file) throws IOException;
    }

    private static HotSpotDiagnosticMXBean jvm(Dumper dumper) {
        return (HotSpotDiagnosticMXBean) Proxy.newProxyInstance(
                ThreadDumpTest.class.getClassLoader(),
                new Class<?>[] {HotSpotDiagnosticMXBean.class},
                (proxy, method, arguments) -> {
                    dumper.dumpTo(Path.of((String) arguments[0]));
                    return null;
                });
    }

    private long dumpsOnDisk() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.count();
        }
    }

    private static void assertSent(Response dump) throws Exception {
        assertThat(dump.status().code()).isEqualTo(200);
        dump.closeResource();
    }

    @Test
    void secondDumpIsRejectedUntilTheFirstOneWasSentAndItsFileIsDeleted() throws Exception {
        ThreadDump dump = new ThreadDump(temporary, ENOUGH, JVM);
        Response first = dump.response();
        assertThat(first.status().code()).isEqualTo(200);
        assertThat(dumpsOnDisk()).isEqualTo(1);
        assertThat(dump.response().status().code()).isEqualTo(503);
        first.closeResource();
        assertThat(dumpsOnDisk()).isZero();
        assertSent(dump.response());
    }

    @Test
    void dumpThatCannotBeWrittenLeavesRoomForTheNext() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("folder"));
        ThreadDump dump = new ThreadDump(folder, ENOUGH, JVM);
        Files.delete(folder);
        assertThat(catchThrowable(dump::response)).isInstanceOf(IOException.class);
        Files.createDirectory(folder);
        assertSent(dump.response());
    }

    /** A failure that frees the place twice would let two dumps run at a time from then on. */
    @Test
    void dumpThatFailsLeavesRoomForOneMoreAndNotForTwo() throws Exception {
        boolean[] fails = {true};
        ThreadDump dump = new ThreadDump(temporary, ENOUGH, jvm(file -> {
            if (fails[0]) {
                throw new IOException("on purpose");
            }
            JVM.dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
        }));
        assertThat(catchThrowable(dump::response)).isInstanceOf(IOException.class);
        assertThat(dumpsOnDisk()).isZero();
        fails[0] = false;
        Response first = dump.response();
        assertThat(first.status().code()).isEqualTo(200);
        assertThat(dump.response().status().code()).isEqualTo(503);
        first.closeResource();
    }

    @Test
    void halfADumpIsNotSent() throws Exception {
        ThreadDump dump = new ThreadDump(
                temporary,
                ENOUGH,
                jvm(file -> Files.writeString(file, "{\n  \"threadDump\": {\n    \"threadContainers\": [\n      {\n")));
        assertThat(catchThrowable(dump::response)).hasMessageContaining("not complete");
        assertThat(dumpsOnDisk()).isZero();
    }

    @Test
    void dumpThatIsTooLargeIsNotSentAndNothingIsLeftOfIt() throws Exception {
        ThreadDump dump = new ThreadDump(temporary, 1000, JVM);
        for (int i = 0; i < 2; i++) {
            Response response = dump.response();
            assertThat(response.status().code()).isEqualTo(503);
            assertThat(response.headers().values("Retry-After")).as("it would not help").isEmpty();
            assertThat(dumpsOnDisk()).isZero();
        }
    }

    /** Not only at its end: by then the disk would be full. */
    @Test
    void whatIsOnTheDiskOfADumpThatIsTooLargeIsDiscardedWhileItIsWritten() throws Exception {
        int size = 100_000;
        ThreadDump dump = new ThreadDump(temporary, size - 1, jvm(file -> {
            try (OutputStream out = Files.newOutputStream(file)) {
                for (int i = 1; i <= 2; i++) {
                    out.write(new byte[size]);
                    Eventually.await("it is discarded", () -> file.toFile().length() == 0);
                }
            }
        }));
        assertThat(dump.response().status().code()).isEqualTo(503);
        assertThat(dumpsOnDisk()).isZero();
    }
}
