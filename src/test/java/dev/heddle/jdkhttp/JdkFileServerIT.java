package dev.heddle.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.support.TestClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code java -m jdk.httpserver} runs on Heddle with its jar on the class path or the library on the module path. */
@Timeout(60)
class JdkFileServerIT {
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/");

    @ParameterizedTest
    @ValueSource(strings = {"-cp:heddle.runnableJar", "-p:heddle.libraryJar"})
    void jdkFileServerRunsOnHeddle(String where, @TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("a.txt"), "from a file");
        String[] optionAndJar = where.split(":", 2);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                optionAndJar[0],
                System.getProperty(optionAndJar[1]),
                "-Dheddle.architecture=message-balanced",
                "-m",
                "jdk.httpserver",
                "-p",
                "0",
                "-d",
                directory.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                TestClient client = connect(out)) {
            assertThat(client.get("a.txt").text()).isEqualTo("from a file");
            // The JDK's own server accepts this.
            assertThat(client.send("GET /a.txt HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
                            .readReply()
                            .status())
                    .isEqualTo(400);
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static TestClient connect(BufferedReader out) throws IOException {
        StringBuilder output = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher url = URL.matcher(line);
            if (url.find()) {
                int port = Integer.parseInt(url.group(1));
                return TestClient.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            }
            output.append(line).append('\n');
        }
        throw new IOException("no address in its output: " + output);
    }
}
