package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.TestClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the README tells newcomers to type. */
@Timeout(60)
class ReadmeTest {
    private static final Pattern FIRST_JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("public (?:final )?class (\\w+)");
    private static final Pattern LISTENING = Pattern.compile("listening on (http://\\S+)");

    @Test
    void firstProgramCompilesRunsAndAnswers(@TempDir Path folder) throws Exception {
        String program = "import dev.heddle.Server;\nimport dev.heddle.http.Response;\n\n"
                + "public class Hello {\n    public static void main(String[] args) throws Exception {\n"
                + firstProgram()
                + "    }\n}\n";
        // Whatever else listens on this machine is not in the way.
        String onAnyPort = program.replaceFirst("\\.port\\(\\d+\\)", ".port(0)");
        assertThat(onAnyPort).contains(".port(0)");
        String name = found(CLASS, onAnyPort);
        compile(folder, name, onAnyPort);

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        library() + System.getProperty("path.separator") + folder,
                        name)
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = process.inputReader()) {
            FutureTask<String> first = Eventually.begin(output::readLine);
            URI uri = URI.create(found(LISTENING, Eventually.result(first)));
            try (TestClient client = TestClient.connect(new InetSocketAddress(uri.getHost(), uri.getPort()))) {
                HttpReply reply = client.get("readme");
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.text()).isEqualTo("hello");
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String firstProgram() throws IOException {
        Path readme = Path.of(System.getProperty("user.dir"), "README.md");
        return found(FIRST_JAVA_BLOCK, Files.readString(readme));
    }

    /** With nothing on the class path but Heddle itself. */
    private static void compile(Path folder, String name, String program) throws Exception {
        Path source = Files.writeString(folder.resolve(name + ".java"), program);
        JavaCompiler compiler =
                Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "the tests need a JDK, not a JRE");
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of("-cp", library(), "-d", folder.toString()),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
    }

    private static String library() throws URISyntaxException {
        return Path.of(Server.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("'%s' in '%s'", pattern, text).isTrue();
        return matcher.group(1);
    }
}
