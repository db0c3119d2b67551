package dev.heddle.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program that fails at every request must not fill the disk with its log. */
@Timeout(60)
class FailureLogTest {
    private static final int MANY = 1000;

    private final List<String> lines = new ArrayList<>();
    private final List<Throwable> stacks = new ArrayList<>();

    /** A log at a level. */
    private record AtLevel(Level level) implements Logger {
        @Override
        public String getName() {
            return "at level";
        }

        @Override
        public boolean isLoggable(Level asked) {
            return asked.getSeverity() >= level.getSeverity();
        }

        @Override
        public void log(Level at, @Nullable ResourceBundle bundle, String line, @Nullable Throwable thrown) {}

        @Override
        public void log(Level at, @Nullable ResourceBundle bundle, String format, Object @Nullable ... parameters) {}
    }

    private FailureLog log(Level level) {
        return new FailureLog(new AtLevel(level), (line, stack) -> {
            lines.add(line);
            if (stack != null) {
                stacks.add(stack);
            }
        });
    }

    /** The most lines of one kind that are admitted from a time until now. */
    private static int mostLinesSince(long before) {
        return 2 + (int) Duration.ofNanos(System.nanoTime() - before).toSeconds();
    }

    @Test
    void failuresOfOneKindAreOneLineASecondAndTheFirstHasItsStack() {
        long before = System.nanoTime();
        FailureLog log = log(Level.INFO);
        for (int i = 0; i < MANY; i++) {
            log.add("failed", new IllegalStateException("number " + i));
        }
        assertThat(lines).hasSizeBetween(1, mostLinesSince(before));
        assertThat(lines.getFirst()).isEqualTo("failed: java.lang.IllegalStateException: number 0");
        assertThat(stacks).singleElement().satisfies(stack -> assertThat(stack).hasMessage("number 0"));
    }

    @Test
    void lineAfterASecondSaysHowManyWereLeftOut() {
        FailureLog log = log(Level.INFO);
        int added = 0;
        while (lines.size() < 2) {
            log.add("failed", new IllegalStateException("on purpose"));
            added++;
        }
        assertThat(lines.getLast())
                .isEqualTo(
                        "failed: java.lang.IllegalStateException: on purpose (and " + (added - 2) + " more like it)");
        assertThat(stacks).hasSize(1);
    }

    @Test
    void frequentFailureHidesNoRareOne() {
        FailureLog log = log(Level.INFO);
        for (int i = 0; i < MANY; i++) {
            log.add("failed", new IllegalStateException("frequent"));
        }
        log.add("failed", new IllegalStateException("elsewhere"));
        log.add("failed", new IllegalArgumentException("rare"));
        assertThat(stacks).extracting(Throwable::getMessage).containsExactly("frequent", "elsewhere", "rare");
    }

    @Test
    void kindsBeyondALimitShareOnePace() {
        long before = System.nanoTime();
        FailureLog log = log(Level.INFO);
        for (int i = 0; i < MANY; i++) {
            IllegalStateException failure = new IllegalStateException("on purpose");
            failure.setStackTrace(new StackTraceElement[] {new StackTraceElement("program.Main", "main", "Main", i)});
            log.add("failed", failure);
        }
        assertThat(lines).hasSizeBetween(65, 64 + mostLinesSince(before));
    }

    @Test
    void atLevelDebugEveryFailureIsLoggedWithItsStack() {
        FailureLog log = log(Level.DEBUG);
        for (int i = 0; i < MANY; i++) {
            log.add("failed", new IllegalStateException("on purpose"));
        }
        assertThat(lines).hasSize(MANY);
        assertThat(stacks).hasSize(MANY);
    }

    @Test
    @SuppressWarnings("OverrideThrowableToString") // on purpose: a program's own class may do anything
    void failureThatCannotDescribeItselfIsLoggedByItsClass() {
        log(Level.INFO).add("failed", new Throwable() {
            @Override
            public String toString() {
                throw new IllegalStateException("on purpose");
            }
        });
        assertThat(lines).containsExactly("failed: " + FailureLogTest.class.getName() + "$1");
    }

    /** A client's text that is not a number is in the message of the failure. */
    @Test
    void whatAClientHasSentNeitherFloodsNorSteersTheLog() {
        FailureLog log = log(Level.INFO);
        log.add("failed", new IllegalStateException("a \n\u001b[31m\u0000 b \u2028 c" + " ".repeat(1_000_000) + "d"));
        assertThat(lines).singleElement().asString().isEqualTo("failed: java.lang.IllegalStateException: a [31m b c …");
    }
}
