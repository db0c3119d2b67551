package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.options.Architecture;
import dev.heddle.options.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/architectures: one chapter for each architecture, with the same headings and the defaults of the code. */
class ArchitecturePagesTest {
    private static final List<String> HEADINGS = List.of(
            "Who does what", "Shared state", "Strength", "Limit", "What virtual threads change", "Cost", "See it");

    @Test
    void everyArchitectureHasAChapterWithTheSameHeadings() throws IOException {
        int chapter = 0;
        for (Architecture architecture : Architecture.all()) {
            chapter++;
            String page = page(architecture.label());
            assertThat(page).startsWith("# " + chapter + ". " + architecture.label() + "\n");
            int at = 0;
            for (String heading : HEADINGS) {
                int found = page.indexOf("**" + heading, at);
                assertThat(found).as("%s in %s", heading, architecture.label()).isGreaterThan(at);
                at = found;
            }
        }
    }

    @Test
    void messageBalancedStatesTheDefaultBounds() throws IOException {
        Limits limits = Limits.defaults();

        assertThat(page("message-balanced").replaceAll("\\s+", " "))
                .contains("%d messages in flight for each connection, and %d in all, or one for each 32 KiB of the heap"
                        .formatted(limits.messagesInFlightPerConnection(), limits.messagesInFlight()));
    }

    private static String page(String label) throws IOException {
        return Files.readString(Path.of("docs", "architectures", label + ".md"));
    }
}
