package dev.heddle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseTest {
    @Test
    void headersReplaceAllThatWereThere() {
        Response response = Response.text("x").header("ETag", "\"a\"").headers(Headers.of("Vary", "a", "Vary", "b"));
        assertThat(response.headers().contains("Content-Type")).isFalse();
        assertThat(response.headers().contains("ETag")).isFalse();
        assertThat(response.headers().values("vary")).containsExactly("a", "b");
    }

    @Test
    void headersThatTheServerSetsOrThatStandOnceAreRejectedAmongMany() {
        Response response = Response.text("x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> response.headers(Headers.of("X", "x", "content-length", "1")))
                .withMessage("Content-Length is set by the server");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> response.headers(Headers.of("ETag", "1", "X", "x", "etag", "2")))
                .withMessage("etag may stand once, and is set already");
    }

    @Test
    void headersSetByTheServerAreRejected() {
        for (String name : new String[] {
            "Content-Length", "content-length", "Transfer-Encoding", "TRANSFER-ENCODING", "Connection", "Date"
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Response.text("x").header(name, "1"))
                    .withMessageEndingWith("is set by the server");
        }
    }

    @Test
    void headerThatIsSetReplacesAllOfItsName() {
        Response page = Response.text("x").header("content-type", "text/html");
        assertThat(page.headers().values("Content-Type")).containsExactly("text/html");
        Response two = Response.of(Status.OK)
                .addHeader("Vary", "A")
                .addHeader("X", "1")
                .addHeader("vary", "B")
                .header("VARY", "C");
        assertThat(two.headers().size()).isEqualTo(2);
        assertThat(two.headers().values("Vary")).containsExactly("C");
        assertThat(two.headers().values("X")).containsExactly("1");
    }

    @Test
    void headerThatIsAddedKeepsTheOthersOfItsName() {
        Response response = Response.text("x").addHeader("Set-Cookie", "a=1").addHeader("Set-Cookie", "b=2");
        assertThat(response.headers().values("Set-Cookie")).containsExactly("a=1", "b=2");
    }

    @Test
    void secondHeaderThatMayStandOnceIsRejected() {
        Response once = Response.text("x")
                .addHeader("Location", "/a")
                .addHeader("ETag", "\"1\"")
                .addHeader("Last-Modified", "Mon, 23 Nov 2026 12:00:00 GMT");
        for (String name : new String[] {"Content-Type", "location", "ETAG", "Last-Modified"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> once.addHeader(name, "y"))
                    .withMessage(name + " may stand once, and is set already");
        }
    }

    @Test
    void headersSetByTheServerCannotBeAdded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Response.text("x").addHeader("content-length", "1"))
                .withMessage("Content-Length is set by the server");
    }

    @Test
    void lineBreaksInAnyPartAreRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> Response.text("x").header("A", "b\r\nC: d"));
        assertThatIllegalArgumentException().isThrownBy(() -> Response.text("x").header("A\r\nB", "c"));
        assertThatIllegalArgumentException().isThrownBy(() -> Response.bytes("x/y\r\nA: b", new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> Response.stream("x/y\r\nA: b", out -> {}));
        assertThatIllegalArgumentException().isThrownBy(() -> new Status(200, "OK\r\nA: b"));
    }

    @Test
    void textIsUtf8AndDeclaresIt() {
        Response response = Response.text("\u20ac");
        assertThat(response.status()).isEqualTo(Status.OK);
        assertThat(response.headers().first("content-type")).contains("text/plain; charset=utf-8");
        assertThat(response.body())
                .isInstanceOfSatisfying(
                        Body.Bytes.class,
                        body -> assertThat(body.bytes()).isEqualTo("\u20ac".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void modifyingAResponseReturnsANewOne() {
        Response first = Response.of(Status.OK);
        Response second = first.status(Status.CREATED).header("Location", "/x").closeConnection();
        assertThat(first.status()).isEqualTo(Status.OK);
        assertThat(first.headers().size()).isZero();
        assertThat(first.closesConnection()).isFalse();
        assertThat(second.status()).isEqualTo(Status.CREATED);
        assertThat(second.headers().first("Location")).contains("/x");
        assertThat(second.closesConnection()).isTrue();
    }

    @Test
    void negativeLengthIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Response.stream("x/y", -2, out -> {}))
                .withMessage("negative length: -2");
    }

    @Test
    void statusOfACodeHasItsUsualPhrase() {
        assertThat(Status.of(404)).isEqualTo(Status.NOT_FOUND);
        assertThat(Status.of(418)).isEqualTo(new Status(418, ""));
        for (int code = 200; code < 1000; code++) {
            assertThat(Status.of(code).code()).isEqualTo(code);
            assertThat(Status.of(code).forbidsBody()).isEqualTo(code == 204 || code == 304);
        }
    }

    @Test
    void interimOrInvalidStatusIsRejected() {
        for (int code : new int[] {-1, 0, 100, 101, 199, 1000}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Status.of(code))
                    .withMessage("not a final status code (200 to 999): " + code);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Status(200, "\u00e9"))
                .withMessage("illegal character 233 in the reason phrase");
    }
}
