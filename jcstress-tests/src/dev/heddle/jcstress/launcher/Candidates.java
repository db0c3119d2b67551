package dev.heddle.jcstress.launcher;

import dev.heddle.jcstress.launcher.Effort.Group;
import dev.heddle.tck.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openjdk.jcstress.infra.runners.TestList;

/** The suite for other implementations: which tests concern a candidate, and how the JVMs that run them learn of it. */
final class Candidates {
    private static final String HANDOFF = "heddle.tck.handoff";
    private static final String ACCEPTOR = "heddle.tck.acceptor";
    private static final String PACKAGE = "dev.heddle.tck.contenders.";

    /** Not written by us, but for the last; these must pass. */
    private static final List<String> GOOD_HANDOFFS = List.of("ArrayBlocking", "LinkedTransfer", "JcToolsArray");

    private static final List<String> GOOD_ACCEPTORS = List.of("HeddleCells");

    /** Broken on purpose; these must be rejected. */
    static final Set<String> BROKEN = Set.of("ForgetfulOnClose", "LeakyAcceptor");

    private final Bench bench;
    private final List<Compiler> compilers;

    /** @param compilers in which ways each test is compiled */
    Candidates(Bench bench, List<Compiler> compilers) {
        this.bench = bench;
        this.compilers = compilers;
    }

    /** What our own build runs: those that must pass. The shortest setting runs one hand-off. */
    List<PlannedRun> planGood(Effort effort) {
        List<PlannedRun> plan = new ArrayList<>();
        GOOD_HANDOFFS.stream()
                .limit(effort == Effort.SHORT ? 1 : GOOD_HANDOFFS.size())
                .forEach(name -> plan.addAll(planHandoff(PACKAGE + name)));
        GOOD_ACCEPTORS.forEach(name -> plan.addAll(planAcceptor(PACKAGE + name)));
        return plan;
    }

    /** What our own build runs: one that must be rejected. */
    List<PlannedRun> planBroken(String name) {
        return name.endsWith("Acceptor") ? planAcceptor(PACKAGE + name) : planHandoff(PACKAGE + name);
    }

    /** What the system properties, or the services on the class path, name. */
    List<PlannedRun> planChosen() throws IOException {
        List<PlannedRun> plan = new ArrayList<>();
        String handoff = Subject.chosenHandoff();
        if (handoff != null) {
            plan.addAll(planHandoff(handoff));
        }
        String acceptor = Subject.chosenAcceptor();
        if (acceptor != null) {
            plan.addAll(planAcceptor(acceptor));
        }
        return plan;
    }

    private List<PlannedRun> planHandoff(String type) {
        return plan(
                type,
                HANDOFF,
                tests().stream()
                        .filter(test -> Subject.concerns(test, Subject.handoff(type)))
                        .toList());
    }

    private List<PlannedRun> planAcceptor(String type) {
        return plan(
                type,
                ACCEPTOR,
                tests().stream().filter(test -> test.contains(".accept.")).toList());
    }

    private static List<String> tests() {
        return TestList.tests().stream()
                .filter(test -> test.startsWith(Group.TCK.prefix))
                .sorted()
                .toList();
    }

    private List<PlannedRun> plan(String type, String property, List<String> tests) {
        String name = type.substring(type.lastIndexOf('.') + 1);
        List<PlannedRun> plan = new ArrayList<>();
        for (String test : tests) {
            for (Compiler compiler : compilers) {
                plan.addAll(bench.plan(test, name, compiler, List.of("-D" + property + "=" + type)));
            }
        }
        return plan;
    }
}
