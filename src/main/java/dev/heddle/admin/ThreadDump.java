package dev.heddle.admin;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.heddle.concurrent.Quota;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Has the JVM write all its threads, virtual ones included, into a file, and sends that. One at a time, and up to a size: a dump of many
 * threads takes a while, and their stacks take room on the disk until they have been sent. For any thread.
 *
 * <p>The JVM looks at one thread after another; the others go on meanwhile.
 */
final class ThreadDump {
    /** The most bytes of a dump: 50,000 threads and more. */
    private static final long MAX_BYTES = 128L << 20;

    /** How often the size of a dump that is being written is checked. */
    private static final long CHECK_MILLIS = 50;

    private static final int LAST_BYTES = 16;

    private final Path temporary;
    private final long maxBytes;
    private final Quota dumps = new Quota(1);
    private final @Nullable HotSpotDiagnosticMXBean dumper;

    /**
     * @param temporary the directory for the files that are being sent
     * @param maxBytes their size at most; on the disk it may be exceeded by what is written between two checks
     * @param dumper the JVM's; null if it has none
     */
    ThreadDump(Path temporary, long maxBytes, @Nullable HotSpotDiagnosticMXBean dumper) {
        this.temporary = temporary;
        this.maxBytes = maxBytes;
        this.dumper = dumper;
    }

    /** That of this JVM, in the directory for temporary files. */
    static ThreadDump ofThisProcess() {
        return new ThreadDump(
                Path.of(System.getProperty("java.io.tmpdir")),
                MAX_BYTES,
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class));
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
        Path folder;
        try {
            folder = Files.createTempDirectory(temporary, "heddle-threads."); // For this user only.
        } catch (IOException | RuntimeException | Error e) {
            dumps.release(1);
            throw e;
        }
        Path file = folder.resolve("threads.json");
        try {
            if (dumpAside(jvm, file)) {
                requireComplete(file);
                return Response.stream("application/json", Files.size(file), out -> Files.copy(file, out))
                        .closing(() -> end(folder, file));
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            end(folder, file);
            throw e;
        }
        end(folder, file);
        return text(
                Status.SERVICE_UNAVAILABLE,
                "too many threads: their dump has more than " + maxBytes
                        + " bytes; jcmd PID Thread.dump_to_file -format=json FILE has no such limit");
    }

    /**
     * On a thread of its own: to walk all stacks would keep a carrier from the other connections, such as those of health checks. The JDK has no
     * way to stop it. So of a dump that is too large what is on the disk is discarded, again and again, until it ends.
     *
     * @return whether all of it is in the file
     */
    private boolean dumpAside(HotSpotDiagnosticMXBean jvm, Path file) throws IOException, InterruptedException {
        FutureTask<Boolean> dump = new FutureTask<>(() -> {
            jvm.dumpThreads(file.toString(), ThreadDumpFormat.JSON);
            return true;
        });
        Thread.ofPlatform().daemon().name("heddle-thread-dump").start(dump);
        boolean tooLarge = false;
        try {
            while (!isDone(dump)) {
                tooLarge |= isTooLarge(file);
                if (tooLarge) {
                    discard(file);
                }
            }
        } catch (ExecutionException e) {
            throw new IOException("the threads could not be dumped", e.getCause());
        }
        return !tooLarge && !isTooLarge(file);
    }

    private boolean isTooLarge(Path file) throws IOException {
        return Files.exists(file) && Files.size(file) > maxBytes;
    }

    /** Frees what it takes on the disk. Its writer goes on at its position, and leaves a hole. */
    private static void discard(Path file) throws IOException {
        try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
            written.truncate(0);
        }
    }

    /** JDK 21 ignores that a file could not be written to its end. Only the end of the whole is a brace at the beginning of a line. */
    private static void requireComplete(Path file) throws IOException {
        byte[] end = new byte[LAST_BYTES];
        try (RandomAccessFile dump = new RandomAccessFile(file.toFile(), "r")) {
            dump.seek(Math.max(0, dump.length() - end.length));
            int length = dump.read(end);
            if (!new String(end, 0, Math.max(0, length), StandardCharsets.ISO_8859_1).strip().endsWith("\n}")) {
                throw new IOException("the dump of the threads is not complete: the disk may be full");
            }
        }
    }

    private static boolean isDone(FutureTask<Boolean> dump) throws ExecutionException, InterruptedException {
        try {
            return dump.get(CHECK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        }
    }

    private void end(Path folder, Path file) throws IOException {
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
