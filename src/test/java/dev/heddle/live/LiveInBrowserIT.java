package dev.heddle.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.HeddleProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The live page in Chromium, about the packaged server: the numbers move, a click switches, and what limits turns red. Needs Debian's
 * chromium and chromium-driver.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LiveInBrowserIT {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    /** Longer than a load lasts would be pointless; a busy machine may need most of that. */
    private static final Duration PATIENCE = Duration.ofSeconds(50);

    @TempDir
    private static Path directory;

    private static HeddleProcess heddle;
    private static ChromeDriver browser;
    private static String page;

    @BeforeAll
    static void openThePage() throws IOException {
        assertThat(List.of(BROWSER, DRIVER))
                .as("install chromium and chromium-driver")
                .allMatch(Files::isExecutable);
        heddle = HeddleProcess.start("demo", "--port", "0", "--live-port", "0");
        heddle.port();
        String line = heddle.line();
        assertThat(line).matches("live page: http://127\\.0\\.0\\.1:[0-9]+/");
        page = line.substring("live page: ".length());
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
        browser.manage().window().setSize(new Dimension(1200, 1000));
        browser.get(page);
        await("the first frame", () -> attribute("frame") != null);
    }

    @AfterAll
    static void quit() throws IOException {
        if (browser != null) {
            browser.quit();
        }
        if (heddle != null) {
            heddle.close();
        }
    }

    @BeforeEach
    void noLoad() {
        browser.manage().window().setSize(new Dimension(1200, 1000));
        click("loads", "");
        await("no load is applied", () -> isPressed("loads", ""));
    }

    private static void await(String description, BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + description + "; the page: "
                        + text("#verdict") + " " + text("#parts tbody"));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static Object run(String script, Object... arguments) {
        return browser.executeScript(script, arguments);
    }

    private static String attribute(String name) {
        return (String) run("return document.body.dataset[arguments[0]] ?? null", name);
    }

    private static String text(String selector) {
        return String.valueOf(run("return document.querySelector(arguments[0])?.textContent ?? ''", selector));
    }

    private static void click(String group, String id) {
        browser.findElement(By.cssSelector("#" + group + " button[data-id='" + id + "']"))
                .click();
    }

    private static boolean isPressed(String group, String id) {
        return (boolean) Objects.requireNonNull(run(
                "return document.querySelector(`#${arguments[0]} button[data-id='${arguments[1]}']`).ariaPressed === 'true'",
                group,
                id));
    }

    private static void switchTo(String choice) {
        await("the button can be pressed", () -> "SERVING".equals(attribute("phase")));
        if (!choice.equals(attribute("architecture"))) {
            click("choices", choice);
        }
        await(choice, () -> choice.equals(attribute("architecture")) && "SERVING".equals(attribute("phase")));
    }

    /** The fill of a part's box, such as {@code rgb(198, 40, 40)}. */
    private static String color(String part) {
        return String.valueOf(run(
                "const box = document.querySelector(`[data-part='${arguments[0]}'] .box`);"
                        + "return box ? getComputedStyle(box).fill : ''",
                part));
    }

    private static boolean isRed(String part) {
        return color(part).equals(String.valueOf(run("""
                const probe = document.createElement('i');
                probe.style.color = getComputedStyle(document.documentElement).getPropertyValue('--red');
                document.body.append(probe);
                const color = getComputedStyle(probe).color;
                probe.remove();
                return color;
                """)));
    }

    @Test
    void numbersMoveWhenLoadIsApplied() {
        switchTo("single-acceptor");
        await("little to do", () -> rate() < 100);
        String frame = attribute("frame");
        click("loads", "STEADY");
        await("the rate has grown", () -> rate() > 300);
        assertThat(attribute("frame")).isNotEqualTo(frame);
        assertThat(text("[data-latency=request] td:nth-of-type(2)")).matches("[0-9.]+ (µs|ms|s)");
        assertThat(text("[data-latency=handled] td:nth-of-type(2)")).matches("[0-9.]+ (µs|ms|s)");
        assertThat(text("#parts tbody")).contains("worker 1", "%");
        await(
                "requests are on their way in the picture",
                () -> (Long) Objects.requireNonNull(
                                run("return document.querySelectorAll('#drawing .particle.message').length"))
                        > 3);
    }

    private static double rate() {
        String shown = text("[data-figure=requests] b")
                .replace("k", "e3")
                .replace("M", "e6")
                .replace(" ", "");
        return shown.isEmpty() ? 0 : Double.parseDouble(shown);
    }

    @Test
    void dispatcherTurnsRedWhenItIsTheBottleneck() {
        switchTo("message-balanced-1");
        await("it is not red without load", () -> !color("dispatcher-0").isEmpty() && !isRed("dispatcher-0"));
        click("loads", "LARGE_HEADS");
        await("the dispatcher is red", () -> isRed("dispatcher-0"));
        await("the page says why", () -> text("#verdict").startsWith("The dispatcher "));
        click("loads", "");
        await("it is not red any more", () -> !isRed("dispatcher-0"));
    }

    @Test
    void oneSlowHandlerTurnsTheOneThreadRed() {
        switchTo("single-threaded");
        click("loads", "SLOW_HANDLER");
        await("the thread is red", () -> isRed("thread"));
        await("the page says why", () -> text("#verdict").contains("thread"));
    }

    @Test
    void eachArchitectureIsDrawnWithItsClaim() {
        for (String choice : List.of(
                "single-threaded", "single-acceptor", "multi-acceptor", "socket-sharded", "message-balanced-1")) {
            switchTo(choice);
            await("its claim", () -> !text("#limit").isEmpty() && isPressed("choices", choice));
            String part = switch (choice) {
                case "single-threaded" -> "thread";
                case "multi-acceptor" -> "gate";
                case "socket-sharded" -> "socket-1";
                case "message-balanced-1" -> "lane-long";
                default -> "worker-0";
            };
            await(choice + " shows " + part, () -> !color(part).isEmpty());
            assertThat(text("[data-part=clients] .big")).endsWith(" open");
        }
    }

    @Test
    void pageFitsANarrowAndAWideWindowAndComplainsAboutNothing() {
        for (String choice : List.of("message-balanced-1", "multi-acceptor")) {
            switchTo(choice);
            for (int width : new int[] {500, 1600}) {
                browser.manage().window().setSize(new Dimension(width, 900));
                String frame = attribute("frame");
                await("a frame after that", () -> !Objects.equals(attribute("frame"), frame));
                assertThat((Boolean) run(
                                "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                        .as("no horizontal scroll bar at " + width)
                        .isTrue();
                assertThat((Boolean) run("""
                        const all = [...document.querySelectorAll('#drawing .box')].map(box => box.getBoundingClientRect());
                        return all.every((a, i) => all.every((b, j) => i === j || a.right <= b.left + 1 || b.right <= a.left + 1
                          || a.bottom <= b.top + 1 || b.bottom <= a.top + 1));
                        """))
                        .as("no part lies on another at " + width)
                        .isTrue();
            }
        }
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .as("what the browser complains about")
                .isEmpty();
        assertThat(browser.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                        .map(entry -> entry.getMessage())
                        .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                        .filter(message -> message.contains("\"documentURL\":\"" + page)))
                .as("requests of the page")
                .isNotEmpty()
                .allMatch(message -> message.contains("\"url\":\"" + page));
    }
}
