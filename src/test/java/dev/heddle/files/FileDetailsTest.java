package dev.heddle.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.concurrent.Quota;
import dev.heddle.files.Allowance.Buffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The small parts: types, caching rules, the frame of several ranges, escaped names, memory. */
class FileDetailsTest {
    @Test
    void typeFollowsFromTheEndOfTheName() {
        ContentTypes types = ContentTypes.with(Map.of("Foo", "text/x-foo", "js", "text/x-js; charset=latin1"), "utf-8");
        assertThat(types.of("a.html")).isEqualTo("text/html; charset=utf-8");
        assertThat(types.of("A.HTML")).isEqualTo("text/html; charset=utf-8");
        assertThat(types.of("a.tar.gz")).isEqualTo("application/gzip");
        assertThat(types.of("a.json")).isEqualTo("application/json");
        assertThat(types.of("a.foo")).isEqualTo("text/x-foo; charset=utf-8");
        assertThat(types.of("a.js")).isEqualTo("text/x-js; charset=latin1");
        for (String name : List.of("README", "a.", "html", "a.unknown", "a.html~")) {
            assertThat(types.of(name)).as(name).isEqualTo("application/octet-stream");
        }
        assertThat(ContentTypes.with(Map.of(), "").of("a.css")).isEqualTo("text/css");
    }

    @Test
    void lastRuleThatMatchesSaysHowToCache() {
        CacheRules rules = new CacheRules(List.of(
                new CacheRules.Rule(null, "no-cache"),
                new CacheRules.Rule(FileSystems.getDefault().getPathMatcher("glob:assets/**"), "immutable"),
                new CacheRules.Rule(FileSystems.getDefault().getPathMatcher("glob:**.map"), "no-store")));
        assertThat(rules.of("index.html")).isEqualTo("no-cache");
        assertThat(rules.of("assets/a.js")).isEqualTo("immutable");
        assertThat(rules.of("assets/a.map")).isEqualTo("no-store");
        assertThat(new CacheRules(List.of()).of("a")).isNull();
    }

    @Test
    void frameOfSeveralRangesIsAsLongAsItSays() {
        List<ByteRange> ranges = List.of(new ByteRange(0, 0), new ByteRange(5, 9));
        Multipart frame = Multipart.of("b", ranges, "text/plain", 10);
        String sent = text(frame.heads().get(0)) + "x" + text(frame.heads().get(1)) + "yyyyy" + text(frame.end());
        assertThat(sent)
                .isEqualTo("\r\n--b\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-0/10\r\n\r\nx"
                        + "\r\n--b\r\nContent-Type: text/plain\r\nContent-Range: bytes 5-9/10\r\n\r\nyyyyy"
                        + "\r\n--b--\r\n");
        assertThat(frame.length(ranges)).isEqualTo(sent.length());
        assertThat(frame.type()).isEqualTo("multipart/byteranges; boundary=b");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void escapedNameIsNoMarkup() {
        assertThat(Listing.escaped("<a href=\"x\">&'\u0000\n\u007fü"))
                .isEqualTo("&lt;a href=&quot;x&quot;&gt;&amp;&#39;\ufffd\ufffd\ufffdü");
    }

    @Test
    void buffersAreSmallWhenMemoryIsShortAndGiveBackWhatTheyTook() {
        Quota memory = new Quota(100_000);
        Allowance allowance = new Allowance(memory, new Quota(1));
        try (Buffer large = allowance.buffer(1L << 40);
                Buffer exact = allowance.buffer(10_000);
                Buffer refused = allowance.buffer(30_000);
                Buffer free = allowance.buffer(100);
                Buffer empty = allowance.buffer(0)) {
            assertThat(large.bytes()).hasSize(65_536);
            assertThat(exact.bytes()).hasSize(10_000);
            assertThat(refused.bytes()).hasSize(4096);
            assertThat(free.bytes()).hasSize(100);
            assertThat(empty.bytes()).hasSize(1);
            assertThat(memory.used()).isEqualTo(75_536);
        }
        assertThat(memory.used()).isZero();
    }
}
