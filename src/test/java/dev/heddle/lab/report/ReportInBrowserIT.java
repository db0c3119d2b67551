package dev.heddle.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.lab.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The report in Chromium: every chart draws its series, and the page asks for nothing. Needs Debian's chromium and chromium-driver. */
class ReportInBrowserIT {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    /** What each chart has drawn: the shapes of its picture, and for each series how many values it has. */
    private static final String DRAWN = """
            return JSON.stringify({charts: Object.entries(window.heddleCharts).map(([id, chart]) => ({
              id,
              shapes: document.getElementById(id).querySelectorAll('svg path').length,
              width: document.getElementById(id).querySelector('svg').clientWidth,
              page: document.documentElement.clientWidth,
              series: chart.getOption().series.map((series, i) => ({
                type: series.type,
                values: series.data.length,
                drawn: chart.getModel().getSeriesByIndex(i).getData().count()}))}))});
            """;

    @TempDir
    private static Path directory;

    private static ChromeDriver browser;
    private static String page;

    @BeforeAll
    static void openTheReport() throws IOException {
        assertThat(List.of(BROWSER, DRIVER))
                .as("install chromium and chromium-driver")
                .allMatch(Files::isExecutable);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // As root, in a container.
                "--disable-dev-shm-usage",
                "--user-data-dir=" + directory.resolve("profile"));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
        Path report = directory.resolve("report.html");
        Files.writeString(report, PageTest.page(Fabricated.good().results()));
        page = report.toUri().toString();
        browser.get(page);
    }

    @AfterAll
    static void quit() {
        if (browser != null) {
            browser.quit();
        }
    }

    private static List<Map<?, ?>> charts() {
        String drawn = String.valueOf(browser.executeScript(DRAWN));
        List<Map<?, ?>> charts = new ArrayList<>();
        for (Object chart :
                (List<?>) Objects.requireNonNull(Json.read(drawn, Map.class).get("charts"))) {
            charts.add((Map<?, ?>) chart);
        }
        return charts;
    }

    private static double number(Map<?, ?> of, String name) {
        return (double) Objects.requireNonNull(of.get(name));
    }

    @Test
    void everyChartDrawsEverySeries() throws IOException {
        List<Map<?, ?>> charts = charts();
        assertThat(charts).hasSizeGreaterThan(20);
        for (Map<?, ?> chart : charts) {
            assertThat(number(chart, "shapes")).as(chart.toString()).isGreaterThan(3);
            List<?> series = (List<?>) Objects.requireNonNull(chart.get("series"));
            assertThat(series).as(chart.toString()).isNotEmpty();
            for (Object one : series) {
                Map<?, ?> drawn = (Map<?, ?>) Objects.requireNonNull(one);
                assertThat(number(drawn, "values")).as(chart.toString()).isPositive();
                assertThat(number(drawn, "drawn")).as(chart.toString()).isEqualTo(number(drawn, "values"));
            }
        }
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .as("what the browser complains about")
                .isEmpty();
    }

    @Test
    void noRequestLeavesThePage() {
        List<String> asked = browser.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(entry -> entry.getMessage())
                .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                // The browser's first tab asks for parts of the browser.
                .filter(message -> message.contains("\"documentURL\":\"" + page + "\""))
                .toList();
        assertThat(asked).isNotEmpty().allMatch(message -> message.contains("\"url\":\"" + page + "\""));
    }

    @Test
    void chartsFitANarrowAndAWideWindow() {
        for (int width : new int[] {500, 1600}) {
            browser.manage().window().setSize(new Dimension(width, 900));
            assertThat(charts())
                    .allSatisfy(chart -> assertThat(number(chart, "width"))
                            .as(chart.toString())
                            .isBetween(150.0, number(chart, "page")));
            assertThat((Boolean) browser.executeScript(
                            "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                    .as("no horizontal scroll bar at " + width)
                    .isTrue();
        }
    }
}
