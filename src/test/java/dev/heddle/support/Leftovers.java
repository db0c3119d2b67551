package dev.heddle.support;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a server might leak in this JVM: threads and file descriptors. */
public final class Leftovers {
    private static final Pattern THREAD = Pattern.compile("\"name\": *\"(heddle-[^\"]*)\"");

    private Leftovers() {}

    /** The names of Heddle's threads that are alive, virtual and platform ones; several may have the same. */
    public static List<String> threads() {
        return THREAD.matcher(dump())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** Only a dump has virtual threads; it has the platform threads, too. */
    private static String dump() {
        try {
            Path folder = Files.createTempDirectory("heddle-threads");
            Path file = folder.resolve("threads.json");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(file.toString(), ThreadDumpFormat.JSON);
                return Files.readString(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of sockets that this process has open; where that is unknown (not Linux), of descriptors. */
    public static long sockets() {
        File[] descriptors = new File("/proc/self/fd").listFiles();
        if (descriptors == null) {
            return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                    .getOpenFileDescriptorCount();
        }
        // Not all descriptors: the flight recorder opens and closes files of its own meanwhile.
        return Stream.of(descriptors).filter(Leftovers::isSocket).count();
    }

    private static boolean isSocket(File descriptor) {
        try {
            return Files.readSymbolicLink(descriptor.toPath()).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed since it was listed, as the listing's own descriptor is
        }
    }
}
