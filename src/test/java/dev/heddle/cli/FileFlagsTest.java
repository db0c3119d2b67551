package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Server;
import dev.heddle.cli.RawClient.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What the flags of {@code heddle serve} change of the files that it serves. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FileFlagsTest {
    private final Path root;

    FileFlagsTest(@TempDir Path root) throws IOException {
        this.root = root;
        Files.writeString(root.resolve("a.txt"), "0123456789");
        Files.writeString(root.resolve("a.txt.gz"), "gzipped");
        Files.writeString(root.resolve("b.foo"), "foo");
        Files.writeString(root.resolve(".hidden"), "hidden");
        Files.writeString(root.resolve("start.html"), "start");
    }

    /** The flags of a command line. */
    static FileFlags parsed(String... arguments) {
        CommandSpec command = CommandSpec.create();
        FileFlags files = new FileFlags(command);
        new CommandLine(command).parseArgs(arguments);
        return files;
    }

    private Server serve(String... flags) throws IOException {
        return Server.http(parsed(flags).chosen(root).build()).start();
    }

    private Reply get(Server server, String target, String... headers) throws IOException {
        return new RawClient(server.port()).get(target, headers);
    }

    @Test
    void withoutFlagsDirectoriesAreListedAndNothingHiddenOrCompressedIsServed() throws Exception {
        try (Server server = serve()) {
            assertThat(get(server, "/").text()).contains("a.txt", "start.html").doesNotContain("hidden");
            assertThat(get(server, "/.hidden").status()).isEqualTo(404);
            Reply reply = get(server, "/a.txt", "Accept-Encoding: gzip");
            assertThat(reply.text()).isEqualTo("0123456789");
            assertThat(reply.headers()).doesNotContainKeys("cache-control", "vary");
            assertThat(reply.header("content-type")).isEqualTo("text/plain; charset=utf-8");
        }
    }

    @Test
    void eachFlagChangesWhatItSays() throws Exception {
        Path page = Files.writeString(root.resolve("lost.html"), "lost");
        try (Server server = serve(
                "--index=none.html,start.html",
                "--hidden-files",
                "--precompressed",
                "--cache-control=no-cache",
                "--cache-control=*.foo: max-age=60, public",
                "--content-type=foo=text/x-foo",
                "--charset=none",
                "--error-page=404=" + page,
                "--max-ranges=1",
                "--max-file-memory=1m",
                "--file-cache=0",
                "--max-open-files=5",
                "--max-listed=1")) {
            assertThat(get(server, "/").text()).isEqualTo("start");
            assertThat(get(server, "/.hidden").text()).isEqualTo("hidden");
            assertThat(get(server, "/a.txt", "Accept-Encoding: gzip").text()).isEqualTo("gzipped");
            assertThat(get(server, "/a.txt").header("cache-control")).isEqualTo("no-cache");
            assertThat(get(server, "/b.foo").header("cache-control")).isEqualTo("max-age=60, public");
            assertThat(get(server, "/b.foo").header("content-type")).isEqualTo("text/x-foo");
            assertThat(get(server, "/missing").text()).isEqualTo("lost");
            assertThat(get(server, "/a.txt", "Range: bytes=1-1").text()).isEqualTo("1");
            assertThat(get(server, "/a.txt", "Range: bytes=1-1,3-3").status()).isEqualTo(200);
        }
        try (Server server = serve("--no-listing", "--index=none")) {
            assertThat(get(server, "/").status()).isEqualTo(404);
        }
        Files.createDirectory(root.resolve("dir"));
        Files.writeString(root.resolve("dir/1"), "");
        Files.writeString(root.resolve("dir/2"), "");
        try (Server server = serve("--max-listed=1")) {
            assertThat(get(server, "/dir/").text()).contains("more than these 1");
        }
    }

    @Test
    void valueThatCannotBeIsNamed() {
        assertThatThrownBy(() -> serve("--error-page=500=x")).hasMessageContaining("no error page for status 500");
        assertThatThrownBy(() -> serve("--content-type=foo=bar")).hasMessageContaining("'bar'");
        assertThatThrownBy(() -> serve("--index=a/b")).hasMessageContaining("'a/b'");
        assertThatThrownBy(() -> serve("--max-open-files=0")).hasMessage("maxOpenFiles must be at least 1, not 0");
        for (String flag : new String[] {
            "--max-ranges=-1", "--max-listed=-1", "--max-file-memory=1x", "--error-page=x=y", "--content-type=x"
        }) {
            assertThatThrownBy(() -> serve(flag), flag).isInstanceOf(ParameterException.class);
        }
    }
}
