package dev.heddle.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A dump takes room on the disk for as long as it is sent, and not longer. */
@Timeout(60)
class ThreadDumpTest {
    private static Set<String> dumpsOnDisk() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("heddle-threads."))
                    .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
        }
    }

    @Test
    void secondDumpIsRejectedUntilTheFirstOneWasSentAndItsFileIsDeleted() throws Exception {
        Set<String> before = dumpsOnDisk();
        ThreadDump dump = new ThreadDump();
        Response first = dump.response();
        assertThat(first.status().code()).isEqualTo(200);
        assertThat(dumpsOnDisk()).hasSize(before.size() + 1);
        assertThat(dump.response().status().code()).isEqualTo(503);
        first.closeResource();
        assertThat(dumpsOnDisk()).isEqualTo(before);
        Response next = dump.response();
        assertThat(next.status().code()).isEqualTo(200);
        next.closeResource();
    }
}
