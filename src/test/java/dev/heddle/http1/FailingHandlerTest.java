package dev.heddle.http1;

import static dev.heddle.http1.Http.GET;
import static dev.heddle.http1.Http.converse;
import static dev.heddle.http1.Http.post;
import static dev.heddle.http1.Http.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.BodyWriter;
import dev.heddle.http.Handler;
import dev.heddle.http.Response;
import dev.heddle.options.Limits;
import dev.heddle.support.ArrayConnection;
import dev.heddle.support.Conversation;
import dev.heddle.support.Conversation.Ending;
import dev.heddle.support.HttpReply;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a client gets if the handler fails, for each point at which it can. */
class FailingHandlerTest {
    private static final String BREAK = request("GET /break HTTP/1.1", "Host: a");
    private static final String BREAK_10 = request("GET /break HTTP/1.0", "Connection: keep-alive");

    /** Delegates one target to a broken handler and responds normally to all others. */
    private static Handler breaking(Handler broken) {
        return request -> request.target().equals("/break") ? broken.handle(request) : Response.text("fine");
    }

    private static Handler streaming(long length, BodyWriter writer) {
        return breaking(request -> Response.stream("x/y", length, writer));
    }

    private static void assert500AndConnectionKept(Conversation conversation, Class<? extends Throwable> failure) {
        assertThat(conversation.statuses()).containsExactly(200, 500, 200);
        assertThat(HttpReply.all(conversation.output()).get(1).text()).isEqualTo("500 Internal Server Error\n");
        assertThat(conversation.ending()).isEqualTo(Ending.NO_MORE);
        assertThat(conversation.handlerFailures()).hasExactlyElementsOfTypes(failure);
    }

    @Test
    void throwingHandlerGives500AndKeepsTheConnection() {
        Handler throwing = breaking(request -> {
            throw new IllegalStateException("secret");
        });
        Conversation conversation = converse(throwing, GET + BREAK + GET);
        assert500AndConnectionKept(conversation, IllegalStateException.class);
        assertThat(conversation.output())
                .as("details of the failure stay private")
                .doesNotContain("secret");
    }

    @Test
    void handlerThrowingAnErrorGives500() {
        Handler erroneous = breaking(request -> {
            throw new StackOverflowError();
        });
        assert500AndConnectionKept(converse(erroneous, GET + BREAK + GET), StackOverflowError.class);
    }

    @Test
    @SuppressWarnings("NullAway") // on purpose: what a handler written without a null checker may do
    void handlerReturningNullGives500() {
        Handler returnsNull = breaking(request -> null);
        assert500AndConnectionKept(converse(returnsNull, GET + BREAK + GET), NullPointerException.class);
    }

    @Test
    void ioExceptionOfTheHandlersOwnGives500() {
        Handler failing = breaking(request -> {
            throw new IOException("a file of ours");
        });
        assert500AndConnectionKept(converse(failing, GET + BREAK + GET), IOException.class);
    }

    @Test
    void headerThatWouldSplitTheResponseGives500() {
        for (String value : new String[] {"a\r\nSet-Cookie: b", "a\nb", "a\rb", "a\u0000", "a\u20ac"}) {
            Handler injecting = breaking(request -> Response.text("x").header("Location", value));
            Conversation conversation = converse(injecting, GET + BREAK + GET);
            assert500AndConnectionKept(conversation, IllegalArgumentException.class);
            assertThat(conversation.output()).doesNotContain("Location").doesNotContain("Set-Cookie");
        }
    }

    @Test
    void failureWithUnreadBodyKeepsTheConnection() {
        Handler throwing = request -> {
            throw new IllegalStateException();
        };
        assertThat(converse(throwing, post("hello") + GET).statuses()).containsExactly(500, 500);
    }

    @Test
    void failureWithTooMuchUnreadBodyClosesTheConnection() {
        Handler throwing = request -> {
            throw new IllegalStateException();
        };
        Limits limits = Limits.builder().discardedBody(4).build();
        Conversation conversation = converse(throwing, limits, post("hello") + GET);
        assertThat(conversation.statuses()).containsExactly(500);
        assertThat(HttpReply.all(conversation.output()).getFirst().header("Connection"))
                .isEqualTo("close");
        assertThat(conversation.ending()).isEqualTo(Ending.LINGER);
    }

    @Test
    void failureOnHeadGives500WithoutBody() {
        Handler throwing = request -> {
            throw new IllegalStateException();
        };
        Conversation conversation = converse(throwing, request("HEAD / HTTP/1.1", "Host: a"));
        assertThat(conversation.output()).endsWith("Content-Length: 26\r\n\r\n");
        assertThat(conversation.statuses()).containsExactly(500);
    }

    @Test
    void bodyWriterThrowingBeforeAnythingIsSentGives500() {
        Handler throwing = streaming(-1, out -> {
            out.write(new byte[100]);
            throw new IllegalStateException();
        });
        assert500AndConnectionKept(converse(throwing, GET + BREAK + GET), IllegalStateException.class);
        Conversation old = converse(throwing, BREAK_10);
        assertThat(old.statuses()).containsExactly(500);
        assertThat(old.ending()).isEqualTo(Ending.LINGER);
    }

    @Test
    void bodyWriterThrowingLaterVisiblyTruncatesTheResponse() {
        Handler throwing = streaming(-1, out -> {
            out.write(new byte[] {'a', 'b'});
            out.flush();
            throw new IllegalStateException();
        });
        Conversation conversation = converse(throwing, GET + BREAK + GET);
        assertThat(conversation.statuses()).containsExactly(200, 200);
        assertThat(conversation.output()).as("no last chunk").endsWith("\r\n\r\n2\r\nab\r\n");
        assertThat(conversation.ending()).isEqualTo(Ending.CLOSE);
        assertThat(conversation.handlerFailures()).hasExactlyElementsOfTypes(IllegalStateException.class);
    }

    @Test
    void truncatedBodyEndedByClosingIsReset() {
        Handler throwing = streaming(-1, out -> {
            out.write('a');
            out.flush();
            throw new IllegalStateException();
        });
        Conversation conversation = converse(throwing, BREAK_10 + GET);
        assertThat(conversation.output()).endsWith("Connection: close\r\n\r\na");
        assertThat(conversation.ending()).isEqualTo(Ending.CUT);
    }

    @Test
    void bodyShorterThanDeclaredGives500OrATruncatedResponse() {
        Handler little = streaming(3, out -> out.write(new byte[2]));
        assert500AndConnectionKept(converse(little, GET + BREAK + GET), IOException.class);
        Handler sent = streaming(3, out -> {
            out.write(new byte[] {'a', 'b'});
            out.flush();
        });
        Conversation truncated = converse(sent, BREAK + GET);
        assertThat(truncated.output()).endsWith("Content-Length: 3\r\n\r\nab");
        assertThat(truncated.ending()).isEqualTo(Ending.CLOSE);
        assertThat(truncated.handlerFailures()).hasSize(1);
    }

    /** A file that grows while it is sent: what was declared is sent, and the framing of the connection stays intact. */
    @Test
    void bodyLongerThanDeclaredIsSentUpToItsDeclaredLength() {
        for (boolean flushes : new boolean[] {false, true}) {
            Handler much = streaming(5, out -> {
                out.write(new byte[] {'a', 'b'});
                if (flushes) {
                    out.flush();
                }
                out.write(new byte[] {'c', 'd', 'e', 'f'});
            });
            Conversation conversation = converse(much, GET + BREAK + GET);
            assertThat(conversation.statuses()).containsExactly(200, 200, 200);
            assertThat(HttpReply.all(conversation.output()).get(1).text()).isEqualTo("abcde");
            assertThat(conversation.ending()).isEqualTo(Ending.NO_MORE);
            assertThat(conversation.handlerFailures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure)
                            .hasMessage("response body longer than its declared length: 1 bytes too many"));
        }
    }

    @Test
    void bodyWriterThatFailsOtherwiseAfterTheDeclaredLengthGives500() {
        Handler failing = streaming(3, out -> {
            out.write(new byte[3]);
            throw new IllegalStateException();
        });
        assert500AndConnectionKept(converse(failing, GET + BREAK + GET), IllegalStateException.class);
    }

    @Test
    void illegalTrailerGives500() {
        Handler injecting = streaming(-1, out -> out.trailer("A", "b\r\nC: d"));
        assert500AndConnectionKept(converse(injecting, GET + BREAK + GET), IllegalArgumentException.class);
    }

    @Test
    void clientClosingMidResponseIsNotAHandlerFailure() {
        byte[] large = new byte[100_000];
        Limits limits = Limits.defaults();
        for (long length : new long[] {-1, large.length}) {
            BodyWriter writer = out -> out.write(large);
            Handler streams = request -> Response.stream("x/y", length, writer);
            Conversation closed =
                    ArrayConnection.of(limits, GET + GET).takingOnly(1000).converse(new Http1Protocol(streams, limits));
            assertThat(closed.handlerFailures()).as("length %d", length).isEmpty();
            assertThat(closed.statuses()).containsExactly(200);
            assertThat(closed.ending()).isEqualTo(Ending.CLOSE);
        }
    }
}
