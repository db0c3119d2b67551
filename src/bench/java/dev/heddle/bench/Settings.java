package dev.heddle.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * What the comparison measures, and for how long.
 *
 * @param rounds runs of each scenario on each server
 * @param window duration of each measurement
 * @param warmUp warm-up of each server, all scenarios together
 * @param rate requests a second in the open loop
 * @param heap each JVM's {@code -Xmx}
 * @param scenarios the scenarios, in their order
 * @param contenders the servers, in their order; each round begins with the next one
 */
record Settings(
        int rounds,
        Duration window,
        Duration warmUp,
        int rate,
        String heap,
        List<Scenario> scenarios,
        List<Contender> contenders) {
    static final String USAGE = """
            --quick              a first look: three scenarios, nine servers, short windows; later options override it
            --rounds N           runs of each scenario on each server (3)
            --window SECONDS     duration of each measurement (2)
            --warm-up SECONDS    warm-up of each server (9)
            --rate N             requests a second in the open loop (10000)
            --heap SIZE          -Xmx of each server (1g)
            --scenarios A,B,...  of %s
            --servers A,B,...    of %s
            """.formatted(
            String.join(
                    ",", Arrays.stream(Scenario.values()).map(Scenario::label).toList()),
            String.join(
                    ",", Arrays.stream(Contender.values()).map(Contender::label).toList()));

    Settings {
        if (rounds < 1 || window.isZero() || rate < 1 || scenarios.isEmpty() || contenders.isEmpty()) {
            throw new IllegalArgumentException(
                    "nothing to measure: rounds, window, rate, scenarios and servers must not be empty or zero");
        }
    }

    /** The default; about ten minutes. */
    static Settings full() {
        return new Settings(
                3,
                Duration.ofSeconds(2),
                Duration.ofSeconds(9),
                10_000,
                "1g",
                List.of(Scenario.values()),
                List.copyOf(EnumSet.complementOf(EnumSet.of(Contender.HEDDLE_API_EXECUTOR))));
    }

    /** The settings of {@code --quick}; about two minutes. */
    static Settings quick() {
        return new Settings(
                3,
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                10_000,
                "1g",
                List.of(Scenario.KEEP_ALIVE, Scenario.PIPELINED, Scenario.NEW_CONNECTIONS),
                List.of(
                        Contender.PROTOTYPE,
                        Contender.SINGLE_ACCEPTOR,
                        Contender.HEDDLE_API,
                        Contender.JDK,
                        Contender.ROBAHO,
                        Contender.HELIDON,
                        Contender.JETTY,
                        Contender.TOMCAT,
                        Contender.NETTY));
    }

    /**
     * Parses a command line.
     *
     * @throws IllegalArgumentException if it is not as {@link #USAGE} says
     */
    static Settings of(List<String> arguments) {
        Settings settings = full();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            settings = option.equals("--quick") ? quick() : settings.with(option, value(option, rest));
        }
        return settings;
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    private Settings with(String option, String value) {
        return switch (option) {
            case "--rounds" -> new Settings(Integer.parseInt(value), window, warmUp, rate, heap, scenarios, contenders);
            case "--window" -> new Settings(rounds, seconds(value), warmUp, rate, heap, scenarios, contenders);
            case "--warm-up" -> new Settings(rounds, window, seconds(value), rate, heap, scenarios, contenders);
            case "--rate" -> new Settings(rounds, window, warmUp, Integer.parseInt(value), heap, scenarios, contenders);
            case "--heap" -> new Settings(rounds, window, warmUp, rate, value, scenarios, contenders);
            case "--scenarios" ->
                new Settings(rounds, window, warmUp, rate, heap, each(value, Scenario::named), contenders);
            case "--servers" ->
                new Settings(rounds, window, warmUp, rate, heap, scenarios, each(value, Contender::named));
            default -> throw new IllegalArgumentException("unknown option: " + option);
        };
    }

    private static Duration seconds(String value) {
        return Duration.ofMillis(Math.round(Double.parseDouble(value) * 1000));
    }

    private static <T> List<T> each(String value, Function<String, T> named) {
        return Arrays.stream(value.split(",", -1)).map(named).toList();
    }
}
