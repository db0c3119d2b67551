package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/exercises.md: every command on the page prints what the page says. Nearly all of an exercise is waiting, so they run
 * concurrently. On a machine so busy that a second makes no difference an exercise is repeated with all its times longer.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 600, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ExercisesIT {
    /** The times of the page are multiplied by these, one after the other, until the output is right. */
    private static final List<Integer> FACTORS = List.of(1, 3, 8);

    private static final long COMMAND_SECONDS = 120;

    private static final Pattern HEADING = Pattern.compile("(?m)^## (\\d+\\. .*)$");
    private static final Pattern BLOCK = Pattern.compile("(?s)```console\n(.*?)```");
    private static final Pattern SERVER =
            Pattern.compile("java -jar target/heddle\\.jar (.*-p (81\\d\\d)) & SERVER=\\$!");
    private static final Pattern TIME = Pattern.compile("(sleep |slept |used |[mu]s=)(\\d+(?:\\.\\d+)?)");
    private static final Pattern LISTENING = Pattern.compile("127\\.0\\.0\\.1:(\\d+) ");
    private static final String END = "wait $SERVER; echo \"exit code $?\"";

    /** A command and what it prints. */
    private record Step(String command, List<String> output) {}

    /** The blocks of one section of the page. Each block starts a server. */
    record Exercise(String title, List<String> blocks) {
        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Exercise> exercises() throws IOException {
        String page = Files.readString(Path.of("docs/exercises.md"));
        List<MatchResult> headings = HEADING.matcher(page).results().toList();
        List<Exercise> exercises = new ArrayList<>();
        for (int i = 0; i < headings.size(); i++) {
            int end = i + 1 < headings.size() ? headings.get(i + 1).start() : page.length();
            List<String> blocks = BLOCK.matcher(page.substring(headings.get(i).end(), end))
                    .results()
                    .map(block -> block.group(1))
                    .toList();
            exercises.add(new Exercise(headings.get(i).group(1), blocks));
        }
        assertThat(exercises)
                .hasSize(10)
                .noneMatch(exercise -> exercise.blocks().isEmpty());
        return exercises.stream();
    }

    @ParameterizedTest
    @MethodSource("exercises")
    void printsWhatThePageSays(Exercise exercise, @TempDir Path folder) throws Exception {
        assertThat(isOnPath("bash") && isOnPath("curl"))
                .as("the exercises need bash and curl")
                .isTrue();
        for (String block : exercise.blocks()) {
            for (int factor : FACTORS) {
                List<Step> expected = steps(slower(block, factor));
                String seen = text(run(expected, folder));
                Pattern page = pattern(text(expected));
                if (page.matcher(seen).matches()) {
                    break;
                }
                assertThat(factor).as("even slowly: %s, not %s", seen, page).isNotEqualTo(FACTORS.getLast());
            }
        }
    }

    /** The block with every time multiplied, in the commands and in what they print. */
    private static String slower(String block, int factor) {
        return TIME.matcher(block)
                .replaceAll(time -> time.group(1)
                        + new BigDecimal(time.group(2))
                                .multiply(BigDecimal.valueOf(factor))
                                .toPlainString());
    }

    private static List<Step> steps(String block) {
        List<Step> steps = new ArrayList<>();
        for (String line : block.lines().toList()) {
            if (line.startsWith("$ ")) {
                steps.add(new Step(line.substring(2), new ArrayList<>()));
            } else {
                steps.getLast().output().add(line);
            }
        }
        return steps;
    }

    /** Starts the server of a block, on a free port, and runs the commands that follow. */
    private static List<Step> run(List<Step> steps, Path folder) throws Exception {
        Matcher server = SERVER.matcher(steps.getFirst().command());
        assertThat(server.matches()).as(steps.getFirst().command()).isTrue();
        String pagePort = server.group(2);
        String[] arguments = server.group(1).replace("-p " + pagePort, "-p 0").split(" ");
        List<Step> seen = new ArrayList<>();
        try (HeddleProcess heddle = HeddleProcess.start(arguments)) {
            String line = heddle.startLine();
            Matcher address = LISTENING.matcher(line);
            assertThat(address.find()).as(line).isTrue();
            String port = address.group(1);
            seen.add(new Step(steps.getFirst().command(), List.of(line.replace(port, pagePort))));
            for (Step step : steps.subList(1, steps.size())) {
                List<String> output = step.command().equals(END)
                        ? List.of("exit code " + heddle.awaitEnd().code())
                        : shell(step.command().replace(pagePort, port), heddle.pid(), folder);
                seen.add(new Step(step.command(), output));
            }
        }
        return seen;
    }

    /** The lines that a command prints, without the blanks around them. */
    private static List<String> shell(String command, long server, Path folder) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("SERVER", Long.toString(server));
        builder.environment().merge("PATH", javaTools(), (path, tools) -> tools + File.pathSeparator + path);
        Process shell = builder.start();
        try {
            assertThat(shell.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS))
                    .as(command)
                    .isTrue();
        } finally {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
        return Files.readAllLines(output, StandardCharsets.ISO_8859_1).stream()
                .map(String::strip)
                .toList();
    }

    private static String javaTools() {
        return Path.of(System.getProperty("java.home"), "bin").toString();
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String text(List<Step> steps) {
        return steps.stream()
                .map(step -> "$ " + step.command() + "\n" + String.join("\n", step.output()))
                .collect(Collectors.joining("\n"));
    }

    /** The text itself, with an ellipsis for any text within a line. */
    private static Pattern pattern(String text) {
        return Pattern.compile(
                Stream.of(text.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }
}
