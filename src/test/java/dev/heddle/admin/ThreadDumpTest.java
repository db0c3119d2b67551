package dev.heddle.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.heddle.http.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A dump takes room on the disk for as long as it is sent, and not longer. */
@Timeout(60)
class ThreadDumpTest {
    @TempDir
    private Path temporary;

    private long dumpsOnDisk() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.count();
        }
    }

    @Test
    void secondDumpIsRejectedUntilTheFirstOneWasSentAndItsFileIsDeleted() throws Exception {
        ThreadDump dump = new ThreadDump(temporary);
        Response first = dump.response();
        assertThat(first.status().code()).isEqualTo(200);
        assertThat(dumpsOnDisk()).isEqualTo(1);
        assertThat(dump.response().status().code()).isEqualTo(503);
        first.closeResource();
        assertThat(dumpsOnDisk()).isZero();
        Response next = dump.response();
        assertThat(next.status().code()).isEqualTo(200);
        next.closeResource();
    }

    @Test
    void dumpThatCannotBeWrittenLeavesRoomForTheNext() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("folder"));
        ThreadDump dump = new ThreadDump(folder);
        Files.delete(folder);
        assertThat(catchThrowable(dump::response)).isInstanceOf(IOException.class);
        Files.createDirectory(folder);
        Response next = dump.response();
        assertThat(next.status().code()).isEqualTo(200);
        next.closeResource();
    }
}
