package dev.heddle.jcstress.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the JDK whose own classes tell Fray of each step at which another thread may go on. It is made once, in 20 to 60 seconds, and
 * kept for as long as the JDK and Fray are the same.
 */
final class ExploringJdk {
    /** Not all: each module takes time. jdk.jlink cannot be in an image that is linked without jmods. */
    private static final String MODULES =
            "java.se,jdk.unsupported,jdk.management,jdk.attach,jdk.jfr,jdk.net,jdk.zipfs,jdk.httpserver";

    private static final int JDK = 25;

    private final Path library;
    private final Path image;

    /**
     * @param library what Fray is made of: the build puts it beside the suite for others
     * @param image where the copy is kept
     */
    ExploringJdk(Path library, Path image) {
        this.library = library.toAbsolutePath();
        this.image = image.toAbsolutePath();
    }

    /** Why nothing can be explored here; null if it can. */
    @Nullable
    String obstacle() {
        if (Runtime.version().feature() != JDK) {
            return "exploring needs JDK " + JDK + ", and this is "
                    + Runtime.version().feature();
        }
        String system = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        if (!system.equals("Linux on amd64")) {
            return "exploring needs Linux on amd64, and this is " + system;
        }
        if (!Files.isRegularFile(home().resolve("bin/jlink"))) {
            return "exploring needs a whole JDK, and " + home() + " has no jlink";
        }
        return Files.isDirectory(library) ? null : "there is no " + library + ": mvn package makes it";
    }

    /** The beginning of a command that runs a class of that class path on the copy, which is made if there is none. */
    List<String> command(String classPath) throws IOException {
        make();
        return List.of(
                image.resolve("bin/java").toString(),
                "-javaagent:" + library.resolve("agent.jar"),
                "-agentpath:" + library.resolve("libjvmti.so"),
                "--patch-module",
                "java.base=" + image.resolve("unmodelled"),
                "-Dfray.transformation.excludePrefixes=dev.heddle.explore.Monitors",
                "-ea",
                "-Xmx1g",
                // Many short JVMs: the best code is not worth its compilation.
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath);
    }

    private void make() throws IOException {
        Path madeFrom = image.resolve("made-from");
        List<Path> jars = jars();
        String stamp =
                Runtime.version() + " " + jars.stream().map(Path::getFileName).toList();
        if (Files.exists(madeFrom) && Files.readString(madeFrom).equals(stamp)) {
            return;
        }
        System.out.println("Making an instrumented copy of the JDK, once: about half a minute");
        delete(image);
        Files.createDirectories(image.getParent());
        String path = jars.stream().map(Path::toString).collect(Collectors.joining(":"));
        String instrumentation = jars.stream()
                .map(Path::toString)
                .filter(jar -> jar.contains("fray-instrumentation-jdk"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(library + " has no fray-instrumentation-jdk"));
        List<String> link = new ArrayList<>(List.of(
                home().resolve("bin/jlink").toString(),
                "-J-javaagent:" + instrumentation,
                "-J--module-path=" + path,
                "-J--add-modules=org.pastalab.fray.instrumentation.jdk",
                "-J--class-path=" + path));
        if (Files.isDirectory(home().resolve("jmods"))) {
            link.addAll(List.of("--module-path", home().resolve("jmods").toString()));
        }
        link.addAll(List.of(
                "--add-modules",
                MODULES,
                "--output",
                image.toString(),
                "--release-info",
                "add:IMPLEMENTOR=Fray",
                "--fray-instrumentation"));
        run(link);
        takeTheOwnSemaphore();
        Files.writeString(madeFrom, stamp);
    }

    /**
     * Fray 0.9.2's own model of a semaphore fails when two threads wait (ConcurrentModificationException), and is not fair: the JDK's code
     * instead, laid over the image, which runs on its real queue.
     */
    private void takeTheOwnSemaphore() throws IOException {
        Path extracted = image.resolve("extracted");
        run(List.of(
                home().resolve("bin/jimage").toString(),
                "extract",
                "--dir",
                extracted.toString(),
                "--include",
                "glob:/java.base/java/util/concurrent/Semaphore*.class",
                home().resolve("lib/modules").toString()));
        Files.move(extracted.resolve("java.base"), image.resolve("unmodelled"));
    }

    private List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(library.resolve("jlink"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static Path home() {
        return Path.of(System.getProperty("java.home"));
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command.getFirst() + " failed: " + said);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
