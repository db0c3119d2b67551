package dev.heddle.jcstress.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.explore.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the explorations are made of; {@code mvn verify -Pexplore} runs them. */
class ExplorationsTest {
    @Test
    void everyScenarioCanBeMadeAndPromisesASentence() throws IOException, ReflectiveOperationException {
        assertThat(Explorations.cells()).hasSizeGreaterThanOrEqualTo(24);
        for (String name : Explorations.cells()) {
            Scenario scenario = Class.forName(name)
                    .asSubclass(Scenario.class)
                    .getConstructor()
                    .newInstance();
            assertThat(scenario.promise()).as(name).matches("[A-Z].*\\.");
        }
    }

    @Test
    void everyContenderIsConcernedByScenarios() {
        for (Contender contender : Contender.ALL) {
            assertThat(contender.scenarios(Pattern.compile("")))
                    .as(contender.name())
                    .isNotEmpty();
        }
    }

    @Test
    void whatKeepsItFromExploringIsTold() {
        assertThat(new ExploringJdk(Path.of("no such directory"), Path.of("no image")).obstacle())
                .isNotBlank();
    }
}
