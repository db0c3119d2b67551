package dev.heddle.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.lab.Json;
import dev.heddle.lab.compare.Comparison;
import dev.heddle.lab.compare.Results;
import dev.heddle.lab.compare.Scenarios;
import dev.heddle.lab.simulate.FabricatedSimulation;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageTest {
    static String page(Results results) throws IOException {
        return Page.of(
                results,
                Scenarios.all(2, false),
                Simulation.parse(FabricatedSimulation.text()),
                Map.of("settings", "1 round of nothing"));
    }

    private static String script(String page, String id) {
        Matcher script = Pattern.compile("<script type=\"application/json\" id=\"" + id + "\">(.*?)</script>")
                .matcher(page);
        assertThat(script.find()).as(id).isTrue();
        return script.group(1);
    }

    @Test
    void pageHasEveryClaimWithItsVerdictAndItsPicture() throws IOException {
        Results results = Fabricated.good().results();
        String page = page(results);
        for (Claim claim : Claims.judge(results)) {
            String section = page.substring(page.indexOf("<section id=\"claim-" + claim.number()));
            section = section.substring(0, section.indexOf("</section>"));
            assertThat(section)
                    .contains("<p class=\"sentence\">")
                    .contains("--scenario ")
                    .contains("class=\"chart\"")
                    .contains("badge "
                            + claim.findings().getFirst().outcome().name().toLowerCase(java.util.Locale.ROOT));
        }
        assertThat(page).contains("&lt;fabricated&gt; &amp; none").doesNotContain("<fabricated>");
    }

    @Test
    void everyChartHasAnOptionAndEveryOptionAChart() throws IOException {
        String page = page(Fabricated.good().results());
        JsonObject options = Json.read(script(page, "charts"), JsonObject.class);
        assertThat(options.keySet())
                .contains("glance-rate", "mix-short", "hash", "simulated-new-connections", "simulated-zipf");
        Matcher charts = Pattern.compile("class=\"chart\" id=\"([^\"]+)\"").matcher(page);
        assertThat(charts.results().map(found -> found.group(1))).containsExactlyInAnyOrderElementsOf(options.keySet());
        assertThat(Json.read(script(page, "raw"), JsonObject.class).keySet()).contains("machine", "samples");
    }

    @Test
    void measuredStandsBesideSimulated() throws IOException {
        assertThat(page(Fabricated.good().results()))
                .contains(
                        "single-acceptor, 1 core, 64 connections</td><td>1000</td><td>1100</td><td>+10 %</td><td>agrees<",
                        "single-acceptor, 2 cores, 64 connections</td><td>1000</td><td>1500</td><td>+50 %</td><td>differs<",
                        "64 new connections</td><td>1000</td><td>1600</td><td>+60 %</td>",
                        "other programs used 40 % of the processors");
    }

    @Test
    void reportWithoutFiguresSaysSo() throws IOException {
        String page = page(Fabricated.good().without("slow").without("cores").results());
        assertThat(page).contains("badge not_measured").contains("Nothing was measured: slow of single-threaded.");
    }

    @Test
    void reportAndConsoleNameThePartsThatAreMissing() throws IOException {
        Results results = Fabricated.good().without("mix").results();
        String missing = "without: lanes keep short requests from waiting for long ones (not measured)";
        assertThat(page(results)).contains("badge partly\">partly confirmed<", missing);
        assertThat(Page.verdicts(results)).contains("5. message-balanced: partly confirmed; " + missing);
        assertThat(page(Fabricated.good()
                        .with("pipelined", "message-balanced", "batch.p50", 110)
                        .results()))
                .contains("badge weaker\">weaker than claimed<");
    }

    @Test
    void otherProgramsAreNamedAsADisturbance() throws IOException {
        Fabricated disturbed = Fabricated.good();
        assertThat(page(disturbed.results())).doesNotContain("class=\"warning\"");
        disturbed.with("slow", "single-threaded", Comparison.OTHERS, 1.5);
        assertThat(page(disturbed.results())).contains("class=\"warning\"").contains("kept 1.5 processors busy");
    }
}
