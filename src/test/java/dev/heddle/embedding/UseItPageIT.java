package dev.heddle.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.support.TestClient;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each claim of docs/use-it.md, tried with the packaged jars in JVMs of their own. */
@Timeout(180)
class UseItPageIT {
    private static final String LIBRARY = jar("heddle.libraryJar");
    private static final String RUNNABLE = jar("heddle.runnableJar");
    private static final String MAIN = Program.class.getName();
    private static final String ON_HEDDLE = "provider dev.heddle.jdkhttp.HeddleHttpServerProvider";
    private static final String ON_THE_JDKS = "provider sun.net.httpserver.DefaultHttpServerProvider";
    private static final String PROVIDER = "-Dcom.sun.net.httpserver.HttpServerProvider=";

    @TempDir
    private static Path directory;

    private static String app;

    private static String jar(String property) {
        return Path.of(System.getProperty(property)).toAbsolutePath().toString();
    }

    @BeforeAll
    static void packProgram() throws IOException {
        app = packed("app.jar", Map.of(), Program.class).toString();
    }

    private static Path packed(String name, Map<String, String> manifest, Class<?> content) throws IOException {
        Path jar = directory.resolve(name);
        Manifest head = new Manifest();
        head.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        head.getMainAttributes().put(Attributes.Name.MAIN_CLASS, MAIN);
        manifest.forEach(head.getMainAttributes()::putValue);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, head)) {
            String path = content.getName().replace('.', '/') + ".class";
            entries.putNextEntry(new JarEntry(path));
            try (InputStream in = content.getResourceAsStream(content.getSimpleName() + ".class")) {
                in.transferTo(entries);
            }
            if (content == OtherProvider.class) {
                entries.putNextEntry(new JarEntry("META-INF/services/com.sun.net.httpserver.spi.HttpServerProvider"));
                entries.write(content.getName().getBytes(StandardCharsets.US_ASCII));
            }
        }
        return jar;
    }

    /** The program as a module, which requires the JDK's API and knows nothing of Heddle. */
    private static String packedModule() throws IOException {
        Path module = Files.createDirectories(directory.resolve("module"));
        Path source =
                Files.writeString(module.resolve("module-info.java"), "module program { requires jdk.httpserver; }");
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        assertThat(javac.run(System.out, System.err, "-d", module.toString(), source.toString()))
                .isZero();
        Path jar = packed("program.jar", Map.of(), Program.class);
        try (FileSystem entries = FileSystems.newFileSystem(jar)) {
            Files.copy(module.resolve("module-info.class"), entries.getPath("module-info.class"));
        }
        return jar.toString();
    }

    private static ProcessBuilder java(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        Collections.addAll(command, arguments);
        ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().remove("JDK_JAVA_OPTIONS");
        return process;
    }

    private static List<String> linesOf(ProcessBuilder java) throws Exception {
        Process process = java.start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = out.lines().toList();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> linesOf(String... arguments) throws Exception {
        return linesOf(java(arguments));
    }

    private static String path(String... jars) {
        return String.join(File.pathSeparator, jars);
    }

    @Test
    void onTheClassPathItServesAndTheProgramEndsWhenItsServerStops() throws Exception {
        assertThat(linesOf("-cp", path(app, LIBRARY), MAIN))
                .contains(ON_HEDDLE, "server dev.heddle.jdkhttp.PlainServer", "served");
    }

    @Test
    void onTheModulePathItServes() throws Exception {
        assertThat(linesOf("-p", path(packedModule(), LIBRARY), "-m", "program/" + MAIN))
                .contains(ON_HEDDLE, "served");
        assertThat(linesOf("-p", path(app, LIBRARY), "--add-modules", "dev.heddle", "-m", "app/" + MAIN))
                .contains(ON_HEDDLE, "served");
        assertThat(linesOf("-p", LIBRARY, "--add-modules", "dev.heddle", "-cp", app, MAIN))
                .contains(ON_HEDDLE, "served");
    }

    @Test
    void javaJarIgnoresTheClassPathAndTakesTheModulePath() throws Exception {
        assertThat(linesOf("-cp", LIBRARY, "-jar", app)).contains(ON_THE_JDKS, "served");
        assertThat(linesOf("-p", LIBRARY, "--add-modules", "dev.heddle", "-jar", app))
                .contains(ON_HEDDLE, "served");
        ProcessBuilder unchanged = java("-jar", app);
        unchanged.environment().put("JDK_JAVA_OPTIONS", "-p " + LIBRARY + " --add-modules dev.heddle");
        assertThat(linesOf(unchanged)).contains(ON_HEDDLE, "served");
        Path library = Path.of(LIBRARY);
        String named = packed("named.jar", Map.of("Class-Path", library.toUri().toString()), Program.class)
                .toString();
        assertThat(linesOf("-jar", named)).contains(ON_HEDDLE, "served");
    }

    @Test
    void serverOfAnAgentIsHeddlesToo() throws Exception {
        String agent = packed("agent.jar", Map.of("Premain-Class", MAIN), Program.class)
                .toString();
        assertThat(linesOf("-javaagent:" + agent, "-cp", path(app, LIBRARY), MAIN))
                .startsWith("agent on dev.heddle.jdkhttp.PlainServer")
                .contains(ON_HEDDLE, "served");
        assertThat(linesOf("-javaagent:" + agent, "-p", LIBRARY, "--add-modules", "dev.heddle", "-jar", app))
                .startsWith("agent on dev.heddle.jdkhttp.PlainServer");
    }

    @Test
    void inAChildClassLoaderItIsNotFoundButCanBeCreated() throws Exception {
        assertThat(linesOf("-cp", app, MAIN, "child", LIBRARY))
                .containsExactly(
                        ON_THE_JDKS,
                        "found sun.net.httpserver.HttpServerImpl",
                        "created dev.heddle.jdkhttp.PlainServer");
    }

    @Test
    void ofTwoProvidersTheFirstOrTheNamedOneIsTaken() throws Exception {
        String other = packed("other.jar", Map.of(), OtherProvider.class).toString();
        String heddle = PROVIDER + "dev.heddle.jdkhttp.HeddleHttpServerProvider";
        assertThat(linesOf("-cp", path(app, LIBRARY, other), MAIN)).contains(ON_HEDDLE);
        assertThat(linesOf(heddle, "-cp", path(app, other, LIBRARY), MAIN)).contains(ON_HEDDLE);
        Process without = java("-cp", path(app, other, LIBRARY), MAIN).start();
        try (BufferedReader out = without.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.lines()).contains("provider " + OtherProvider.class.getName());
            without.waitFor();
        }
    }

    @Test
    void aPropertySwitchesItOff() throws Exception {
        assertThat(linesOf(PROVIDER + "sun.net.httpserver.DefaultHttpServerProvider", "-cp", path(app, LIBRARY), MAIN))
                .contains(ON_THE_JDKS, "server sun.net.httpserver.HttpServerImpl", "served");
    }

    @Test
    void runnableJarOnAClassPathLeavesTheProgramsLoggingAlone() throws Exception {
        List<String> without = linesOf("-cp", app, MAIN);
        List<String> with = linesOf("-cp", path(RUNNABLE, app), MAIN);
        assertThat(with).contains(ON_HEDDLE, "served");
        assertThat(with)
                .filteredOn(line -> line.startsWith("logger "))
                .isNotEmpty()
                .isSubsetOf(without);
        try (JarFile jar = new JarFile(RUNNABLE)) {
            assertThat(jar.stream().map(JarEntry::getName).filter(name -> name.startsWith("META-INF/services/")))
                    .containsExactlyInAnyOrder(
                            "META-INF/services/", "META-INF/services/com.sun.net.httpserver.spi.HttpServerProvider");
            assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
        }
    }

    @Test
    void misspeltPropertyIsToldOnce() throws Exception {
        List<String> lines =
                linesOf("-Dheddle.headTimeuot=5", "-Dheddle.headTimeout=5", "-cp", path(app, LIBRARY), MAIN);
        assertThat(lines).contains("served");
        assertThat(lines)
                .filteredOn(line -> line.contains("heddle.headTimeuot"))
                .hasSize(1);
    }

    @Test
    void hookThatStopsTheServerHasTheResponsesInFlightSentBeforeTheExit() throws Exception {
        Process process =
                java("-cp", path(app, LIBRARY), MAIN, "serve", "and stop").start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo(ON_HEDDLE);
            int port = Integer.parseInt(out.readLine().substring("port ".length()));
            try (TestClient client =
                    TestClient.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(out.readLine()).isEqualTo("handling");
                long from = System.nanoTime();
                process.destroy();
                assertThat(client.readReply().text()).hasSize(1_000_000);
                client.awaitEnd();
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - from))
                        .isLessThan(10);
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
