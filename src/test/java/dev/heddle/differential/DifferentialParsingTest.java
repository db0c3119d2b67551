package dev.heddle.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.fuzz.Corpus;
import dev.heddle.http1.SampleRequests;
import dev.heddle.support.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Heddle reads every request as Jetty's and Netty's parsers do, unless an explanation says why not. Compared are:
 * whether the input is accepted; method, target, version, headers, body and trailers; and the byte at which it ends.
 */
class DifferentialParsingTest {
    private static final int ROUNDS = 1500;
    private static final Map<String, Reading.Reader> OTHERS =
            new TreeMap<>(Map.of(JettyReader.JETTY, new JettyReader(), NettyReader.NETTY, new NettyReader()));

    private static List<String> samples() {
        return Stream.concat(
                        SampleRequests.all().stream(),
                        Corpus.of("http").stream().map(Corpus.Input::text))
                .toList();
    }

    /** The unexplained disagreements over some inputs, and the explanations that were used. */
    private record Findings(List<String> unexplained, Set<String> used) {
        static Findings of(List<String> inputs) {
            Findings findings = new Findings(new ArrayList<>(), new TreeSet<>());
            for (String input : inputs) {
                OTHERS.forEach((name, other) -> Disagreement.over(input, new HeddleReader(), name, other)
                        .ifPresent(disagreement -> findings.add(input, disagreement)));
            }
            return findings;
        }

        private void add(String input, Disagreement disagreement) {
            Explanation.of(disagreement)
                    .ifPresentOrElse(
                            explanation -> used.add(explanation.title() + " " + disagreement.reader()),
                            () -> unexplained.add(disagreement + " over " + Corpus.visible(input)));
        }
    }

    @Test
    void everyDisagreementOverASampleIsExplainedAndEveryExplanationIsUsed() {
        Findings findings = Findings.of(samples());
        assertThat(findings.unexplained()).isEmpty();
        assertThat(findings.used())
                .containsExactlyInAnyOrderElementsOf(Stream.of(Explanation.values())
                        .flatMap(explanation ->
                                explanation.readers().stream().map(reader -> explanation.title() + " " + reader))
                        .toList());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20_260_101})
    void everyDisagreementOverAMutatedSampleIsExplained(long seed) {
        Mutations mutations = new Mutations(seed, samples(), Corpus.words("http"));
        assertThat(Findings.of(Stream.generate(mutations::next).limit(ROUNDS).toList())
                        .unexplained())
                .isEmpty();
    }

    @Test
    void everyExplanationIsOnThePage() throws IOException {
        List<String> titles = Files.readAllLines(Path.of("docs", "differential.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();
        assertThat(titles)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Explanation.values()).map(Explanation::title).toList());
    }
}
