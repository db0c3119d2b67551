package dev.heddle.admin;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.heddle.concurrent.Quota;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Has the JVM write all its threads, virtual ones included, into a file, and sends that. One at a time: a dump of many threads takes a
 * while, and their stacks take room on the disk until they have been sent. For any thread.
 */
final class ThreadDump {
    private final Path temporary;
    private final Quota dumps = new Quota(1);
    private final @Nullable HotSpotDiagnosticMXBean dumper =
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);

    /** @param temporary the directory for the files that are being sent */
    ThreadDump(Path temporary) {
        this.temporary = temporary;
    }

    /** A dump in the JSON format of the JDK's own tools. */
    Response response() throws IOException, InterruptedException {
        HotSpotDiagnosticMXBean jvm = dumper;
        if (jvm == null) {
            return text(Status.NOT_IMPLEMENTED, "this JVM cannot dump its threads");
        }
        if (!dumps.tryAcquire(1)) {
            return text(Status.SERVICE_UNAVAILABLE, "another dump is in progress")
                    .header("Retry-After", "1");
        }
        try {
            Path folder = Files.createTempDirectory(temporary, "heddle-threads."); // For this user only.
            Path file = folder.resolve("threads.json");
            try {
                dumpAside(jvm, file);
                return Response.stream("application/json", Files.size(file), out -> Files.copy(file, out))
                        .closing(() -> delete(folder, file));
            } catch (IOException | InterruptedException | RuntimeException | Error e) {
                delete(folder, file);
                throw e;
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            dumps.release(1);
            throw e;
        }
    }

    /** On a thread of its own: to walk all stacks would keep a carrier from the other connections, such as those of health checks. */
    private static void dumpAside(HotSpotDiagnosticMXBean jvm, Path file) throws IOException, InterruptedException {
        FutureTask<Boolean> dump = new FutureTask<>(() -> {
            jvm.dumpThreads(file.toString(), ThreadDumpFormat.JSON);
            return true;
        });
        Thread.ofPlatform().daemon().name("heddle-thread-dump").start(dump);
        try {
            dump.get();
        } catch (ExecutionException e) {
            throw new IOException("the threads could not be dumped", e.getCause());
        }
    }

    private void delete(Path folder, Path file) throws IOException {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        } finally {
            dumps.release(1);
        }
    }

    private static Response text(Status status, String message) {
        return Response.text(message + "\n").status(status);
    }
}
