package dev.heddle.lab.report;

import static dev.heddle.lab.report.Evidence.say;

import dev.heddle.lab.Json;
import dev.heddle.lab.compare.Results;
import dev.heddle.lab.compare.Sample;
import dev.heddle.lab.compare.Scenario;
import dev.heddle.lab.simulate.AgreementFigures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report as one page of HTML that needs nothing else: the script that draws is in it, and it may load nothing. */
public final class Page {
    private final Results results;
    private final List<Scenario> scenarios;
    private final Simulation simulation;
    private final Map<String, String> settings;
    private final StringBuilder html = new StringBuilder();
    private final Map<String, Object> options = new LinkedHashMap<>();

    private Page(Results results, List<Scenario> scenarios, Simulation simulation, Map<String, String> settings) {
        this.results = results;
        this.scenarios = scenarios;
        this.simulation = simulation;
        this.settings = settings;
    }

    /**
     * Writes the report.
     *
     * @param scenarios what was to be measured
     * @param settings how, by names for the reader
     * @throws IOException if a part of the page is missing in this program
     */
    public static String of(
            Results results, List<Scenario> scenarios, Simulation simulation, Map<String, String> settings)
            throws IOException {
        return new Page(results, scenarios, simulation, settings).write();
    }

    private String write() throws IOException {
        List<Claim> claims = Claims.judge(results);
        html.append("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
                <title>Heddle: the architectures compared</title>
                <style>
                """);
        html.append(resource("report.css")).append("</style>\n</head>\n<body>\n<main>\n");
        head();
        summary(claims);
        section("glance", "All five at a glance", () -> figures(Pictures.atAGlance(results), "small"));
        claims.forEach(this::claim);
        agreement();
        appendix();
        html.append("</main>\n<script type=\"application/json\" id=\"raw\">")
                .append(results.json())
                .append("</script>\n<script type=\"application/json\" id=\"charts\">")
                .append(Json.write(options))
                .append("</script>\n<script>")
                .append(resource("echarts.min.js"))
                .append("</script>\n<script>")
                .append(resource("report.js"))
                .append("</script>\n</body>\n</html>\n");
        return html.toString();
    }

    private void head() {
        html.append("<h1>The architectures compared</h1>\n<table class=\"machine\">\n");
        results.machine().description().forEach(this::row);
        settings.forEach(this::row);
        html.append("</table>\n");
        double others = results.others(
                results.samples().stream().map(Sample::scenario).distinct().toList());
        if (Evidence.isDisturbed(others, results.machine().processors())) {
            html.append("<p class=\"warning\">")
                    .append(say(
                            "Other programs kept %.1f processors busy meanwhile. Latencies say more about them than about the"
                                    + " architectures: measure again on a quiet machine.",
                            others))
                    .append("</p>\n");
        }
    }

    private void row(String name, String value) {
        html.append("<tr><th scope=\"row\">")
                .append(escaped(name))
                .append("</th><td>")
                .append(escaped(value))
                .append("</td></tr>\n");
    }

    private void summary(List<Claim> claims) {
        section("summary", "What the figures say", () -> {
            html.append("<table class=\"verdicts\">\n");
            for (Claim claim : claims) {
                html.append("<tr><td>")
                        .append(claim.number())
                        .append("</td><td><a href=\"#claim-")
                        .append(claim.number())
                        .append("\">")
                        .append(escaped(claim.title()))
                        .append("</a><br>")
                        .append(escaped(claim.sentence()))
                        .append("</td><td>")
                        .append(badge(claim.verdict()));
                if (claim.isMended() && claim.verdict() != Outcome.MENDED) {
                    html.append(' ').append(badge(Outcome.MENDED));
                }
                if (!claim.missing().isEmpty()) {
                    html.append("<br><small>without: ")
                            .append(escaped(claim.missing()))
                            .append("</small>");
                }
                html.append("</td></tr>\n");
            }
            html.append("</table>\n");
        });
    }

    private static String badge(Outcome outcome) {
        return "<span class=\"badge " + outcome.name().toLowerCase(java.util.Locale.ROOT) + "\">" + outcome.label()
                + "</span>";
    }

    private void claim(Claim claim) {
        section("claim-" + claim.number(), claim.number() + ". " + claim.title(), () -> {
            html.append("<p class=\"sentence\">")
                    .append(escaped(claim.sentence()))
                    .append("</p>\n<ul class=\"findings\">\n");
            for (Finding finding : claim.findings()) {
                html.append("<li>")
                        .append(badge(finding.outcome()))
                        .append(" <strong>")
                        .append(escaped(finding.part()))
                        .append("</strong>. ")
                        .append(escaped(finding.reason()))
                        .append("</li>\n");
            }
            html.append("</ul>\n<p class=\"setting\">");
            for (Scenario scenario : scenarios) {
                if (claim.scenarios().contains(scenario.name())) {
                    html.append("<b>")
                            .append(escaped(scenario.title()))
                            .append("</b> (<code>--scenario ")
                            .append(escaped(scenario.name()))
                            .append("</code>): ")
                            .append(escaped(scenario.setting()))
                            .append("<br>\n");
                }
            }
            html.append("</p>\n");
            figures(Pictures.of(claim.number(), results, simulation), "");
        });
    }

    private void figures(List<Chart> charts, String kind) {
        html.append("<div class=\"figures ").append(kind).append("\">\n");
        for (Chart chart : charts) {
            options.put(chart.id(), chart.option());
            int height = chart.rows() == 0 ? 360 : Math.max(150, 96 + 30 * chart.rows());
            html.append("<figure><figcaption>")
                    .append(escaped(chart.title()))
                    .append("</figcaption><div class=\"chart\" id=\"")
                    .append(chart.id())
                    .append("\" style=\"height:")
                    .append(height)
                    .append("px\"></div></figure>\n");
        }
        html.append("</div>\n");
    }

    private void agreement() {
        section("simulation", "Measured beside simulated", () -> {
            if (simulation.agreements().isEmpty()) {
                html.append(
                        "<p>There is no simulation in this report: <code>heddle compare --simulation FILE</code> takes what"
                                + " <code>heddle simulate --json FILE</code> has written.</p>\n");
                return;
            }
            html.append("<p>Costs of: ")
                    .append(escaped(simulation.machine()))
                    .append(
                            "</p>\n<table>\n<tr><th>what</th><th>measured, per second</th><th>simulated</th><th>deviation</th><th></th></tr>\n");
            for (AgreementFigures one : simulation.agreements()) {
                html.append(say(
                        "<tr><td>%s, %s, %d %sconnections</td><td>%.0f</td><td>%.0f</td><td>%+.0f %%</td><td>%s</td></tr>%n",
                        escaped(one.architecture()),
                        one.cores() == 1 ? "1 core" : one.cores() + " cores",
                        one.connections(),
                        one.newConnections() ? "new " : "",
                        one.ratePerSecond(),
                        one.simulatedRatePerSecond(),
                        100 * one.deviation(),
                        remark(one)));
            }
            html.append("</table>\n");
        });
    }

    private static String remark(AgreementFigures figures) {
        return switch (figures.verdict()) {
            case AGREES -> "agrees";
            case DIFFERS -> "differs";
            case DISTURBED ->
                say("says nothing: other programs used %.0f %% of the processors", 100 * figures.othersShareOfCores());
        };
    }

    private void appendix() {
        section(
                "figures",
                "All figures",
                () -> html.append("<details><summary>JSON</summary><pre id=\"json\"></pre></details>\n"));
    }

    private void section(String id, String title, Runnable content) {
        html.append("<section id=\"")
                .append(id)
                .append("\">\n<h2>")
                .append(escaped(title))
                .append("</h2>\n");
        content.run();
        html.append("</section>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing next to " + Page.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The verdicts as lines of text, for a terminal. */
    public static List<String> verdicts(Results results) {
        List<String> lines = new ArrayList<>();
        for (Claim claim : Claims.judge(results)) {
            String missing = claim.missing().isEmpty() ? "" : "; without: " + claim.missing();
            lines.add(claim.number() + ". " + claim.title() + ": "
                    + claim.verdict().label() + missing);
            for (Finding finding : claim.findings()) {
                lines.add("   " + finding.outcome().label() + ": " + finding.part() + ". " + finding.reason());
            }
        }
        return lines;
    }
}
