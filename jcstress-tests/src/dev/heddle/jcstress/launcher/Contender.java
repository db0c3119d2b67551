package dev.heddle.jcstress.launcher;

import dev.heddle.tck.Subject;
import dev.heddle.tck.explore.TckScenarios;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Something of which our own build explores whether it keeps what it promises.
 *
 * @param name its simple name
 * @param broken whether it is so on purpose, and has to be rejected
 */
record Contender(String name, boolean broken) {
    private static final String PACKAGE = "dev.heddle.tck.contenders.";

    /** Most of them we did not write. */
    static final List<Contender> ALL = Stream.of(
                    Stream.of(
                                    "ArrayBlocking",
                                    "LinkedTransfer",
                                    "JcToolsArray",
                                    "JcToolsUnbounded",
                                    "AgronaManyToMany",
                                    "AgronaManyToOne",
                                    "DisruptorRing",
                                    "NettyMpsc",
                                    "HeddleCells")
                            .map(name -> new Contender(name, false)),
                    Stream.of("WakesTheOnlyOne", "ForgetfulOnClose", "LeakyAcceptor")
                            .map(name -> new Contender(name, true)))
            .flatMap(each -> each)
            .toList();

    private boolean isAcceptor() {
        return name.endsWith("Acceptor") || name.equals("HeddleCells");
    }

    /** Those that concern it, and that match when its own name is put before theirs. */
    List<String> scenarios(Pattern tests) {
        List<String> all = isAcceptor() ? TckScenarios.ofAcceptors() : TckScenarios.of(Subject.handoff(PACKAGE + name));
        return all.stream()
                .filter(scenario -> tests.matcher(name + " in " + scenario.replaceAll(".*[.]", ""))
                        .find())
                .toList();
    }

    List<String> arguments() {
        return List.of((isAcceptor() ? "-Dheddle.tck.acceptor=" : "-Dheddle.tck.handoff=") + PACKAGE + name);
    }
}
