package dev.heddle.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.support.ArrayConnection;
import dev.heddle.support.Mutations;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks every input of the corpus and a few thousand mutations of them: a short run of what {@code -Pfuzz} does
 * without a time limit. A failure names its seed and its input.
 */
class FuzzedInputsTest {
    private static final int ROUNDS = 1000;

    static List<Corpus.Input> http() {
        return Corpus.of("http");
    }

    static List<Corpus.Input> line() {
        return Corpus.of("line");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("http")
    void corpusRequestsGetTheSameRepliesInEveryDelivery(Corpus.Input input) {
        HttpTarget.check(input.bytes());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("line")
    void corpusLinesGetTheSameRepliesInEveryDelivery(Corpus.Input input) {
        LineTarget.check(input.bytes());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20_260_101, 987_654_321})
    void mutatedRequestsGetTheSameRepliesInEveryDelivery(long seed) {
        Mutations requests = mutations(seed, "http");
        int rejected = 0;
        for (int round = 0; round < ROUNDS; round++) {
            rejected += HttpTarget.check(ArrayConnection.bytes(requests.next())) ? 1 : 0;
        }
        // Guards against all being accepted, or all rejected, for a reason unrelated to the mutations.
        assertThat(rejected).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20_260_101, 987_654_321})
    void mutatedLinesGetTheSameRepliesInEveryDelivery(long seed) {
        Mutations lines = mutations(seed, "line");
        for (int round = 0; round < ROUNDS; round++) {
            LineTarget.check(ArrayConnection.bytes(lines.next()));
        }
    }

    private static Mutations mutations(long seed, String protocol) {
        List<String> inputs =
                Corpus.of(protocol).stream().map(Corpus.Input::text).toList();
        return new Mutations(seed, inputs, Corpus.words(protocol));
    }
}
