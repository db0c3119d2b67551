package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import com.sun.net.httpserver.HttpServer;
import dev.heddle.http.Response;
import dev.heddle.jdkhttp.HeddleHttpServerProvider;
import dev.heddle.options.Architecture;
import dev.heddle.options.Architecture.MessageBalanced;
import dev.heddle.options.Limits;
import dev.heddle.options.Timeouts;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/threads-and-locks.md lists every thread that Heddle starts, and every cell of shared state. */
@Timeout(60)
class ThreadsAndLocksPageTest {
    private static final Path PAGE = Path.of("docs/threads-and-locks.md");
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path LAB = SOURCES.resolve("dev/heddle/lab");
    private static final Path CELLS = SOURCES.resolve("dev/heddle/concurrent");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern NAME_IN_SOURCE = Pattern.compile("\"(heddle-[a-z-]+)\"");
    private static final Pattern THREAD_MADE =
            Pattern.compile("(?:Thread\\.of(?:Virtual|Platform)\\(\\)|new Thread\\()[^;]*;");

    /** A line of a thread dump: number, name, and "virtual" if it is. */
    private static final Pattern DUMPED = Pattern.compile("#\\d+ \"(heddle-[^\"]*)\"( virtual)?");

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    // ---- threads

    @Test
    void theTableNamesEveryThreadThatTheSourceNames() throws IOException {
        assertThat(namesInSource())
                .containsExactlyInAnyOrderElementsOf(threadsOfPage().keySet());
    }

    /** A name may be given as a variable, in a method that is called with a literal. */
    @Test
    void everyThreadIsMadeWithAName() throws IOException {
        assertThat(mainSources().flatMap(source -> found(THREAD_MADE, source)).map(MatchResult::group))
                .hasSizeGreaterThan(4)
                .allSatisfy(made -> assertThat(made).containsAnyOf(".name(", "\"heddle-"));
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void everyThreadOfAServerAtWorkIsInTheTable(Architecture architecture, @TempDir Path folder) throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch handling = new CountDownLatch(1);
        try (Server server = Server.http(request -> {
                            handling.countDown();
                            Eventually.await(release);
                            return Response.text("late");
                        })
                        .architecture(architecture)
                        .limits(Limits.builder().connections(1).build())
                        .timeouts(Timeouts.defaults()
                                .withIdleUnderPressure(Duration.ZERO)
                                .withLinger(Duration.ofSeconds(30))
                                .withHandler(Duration.ofSeconds(30)))
                        .start();
                TestClient served = TestClient.connect(server)) {
            served.send("GET / HTTP/1.1\r\nHost: heddle\r\n\r\n");
            Eventually.await(handling);
            try (TestClient rejected = TestClient.connect(server)) {
                assertThat(rejected.readReply().status()).isEqualTo(503);
                // While the rejected client keeps its side open, the rejection lingers.
                assertSeenAndInTable(folder, expectedThreads(architecture));
            }
            release.countDown();
            assertThat(served.readReply().text()).isEqualTo("late");
        }
    }

    private static Set<String> expectedThreads(Architecture architecture) {
        Set<String> expected = new TreeSet<>(Set.of("heddle-acceptor-", "heddle-rejection", "heddle-watchdog"));
        if (!(architecture instanceof Architecture.MultiAcceptor)) {
            expected.add("heddle-connection");
        }
        if (architecture instanceof MessageBalanced) {
            expected.add("heddle-message");
        }
        return expected;
    }

    @Test
    void everyThreadOfTheDropInServerIsInTheTable(@TempDir Path folder) throws Exception {
        HttpServer server = new HeddleHttpServerProvider()
                .createHttpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        try {
            assertSeenAndInTable(folder, Set.of("heddle-acceptor-", "heddle-watchdog"));
        } finally {
            server.stop(0);
        }
    }

    private static void assertSeenAndInTable(Path folder, Set<String> expected) throws IOException {
        Map<String, String> seen = threadsSeen(Files.createTempDirectory(folder, "dump"));
        assertThat(seen).containsKeys(expected.toArray(String[]::new));
        Map<String, String> page = threadsOfPage();
        assertThat(seen)
                .allSatisfy((name, kind) -> assertThat(page.get(name)).as(name).startsWith(kind));
    }

    /** The threads of this JVM by name and kind. The names of acceptors end with a number, which is left out. */
    private static Map<String, String> threadsSeen(Path folder) throws IOException {
        Path dump = folder.resolve("threads.txt");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
        Map<String, String> seen = new TreeMap<>();
        found(DUMPED, Files.readString(dump))
                .forEach(line -> seen.put(
                        line.group(1).replaceFirst("\\d+$", ""), line.group(2) == null ? "platform" : "virtual"));
        return seen;
    }

    private static Set<String> namesInSource() throws IOException {
        return mainSources()
                .flatMap(source -> found(NAME_IN_SOURCE, source))
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The kind of each thread by its name; an N at the end of a name stands for a number. */
    private static Map<String, String> threadsOfPage() throws IOException {
        Map<String, String> threads = new TreeMap<>();
        for (String[] row : table("Threads")) {
            for (String name : code(row[0])) {
                threads.put(name.replaceFirst("N$", ""), row[1]);
            }
        }
        return threads;
    }

    // ---- shared state

    @Test
    void theTableNamesEveryClassOfThePackageConcurrent() throws IOException {
        Set<String> named = new TreeSet<>();
        for (String[] row : table("Shared state")) {
            named.addAll(code(row[0]));
        }
        Set<String> ofTheJdk = new TreeSet<>(named);
        ofTheJdk.removeIf(name -> !isOfJdk(name));
        named.removeAll(ofTheJdk);
        assertThat(named).containsExactlyInAnyOrderElementsOf(cells());
    }

    private static Set<String> cells() throws IOException {
        try (Stream<Path> files = Files.list(CELLS)) {
            return files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> !name.equals("package-info"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean isOfJdk(String name) {
        for (String prefix : List.of("java.util.concurrent.", "java.util.concurrent.atomic.")) {
            try {
                Class.forName(prefix + name);
                return true;
            } catch (ClassNotFoundException e) {
                // Perhaps with the next prefix.
            }
        }
        return false;
    }

    // ---- reading the page and the sources

    /** The rows of the first table in a section, without its head. */
    private static List<String[]> table(String section) throws IOException {
        List<String[]> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("## ")) {
                inside = line.equals("## " + section);
            } else if (inside && line.startsWith("|")) {
                rows.add(line.substring(1).trim().split("\\s*\\|\\s*"));
            }
        }
        assertThat(rows).as("the table of '%s'", section).hasSizeGreaterThan(5);
        return rows.subList(2, rows.size());
    }

    private static Set<String> code(String cell) {
        return found(CODE, cell).map(name -> name.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    /** Those of the server and its commands. What the lab starts to measure runs in another process. */
    private static Stream<String> mainSources() throws IOException {
        List<String> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.startsWith(LAB))
                    .toList()) {
                sources.add(Files.readString(file));
            }
        }
        return sources.stream();
    }
}
