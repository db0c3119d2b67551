package dev.heddle.jcstress.launcher;

import java.util.List;
import java.util.stream.Collectors;
import org.openjdk.jcstress.infra.TestInfo;

/**
 * How the compiler treats jcstress's loops and the actors of tests that share a JVM: as jcstress has it for a test in a JVM of its own. The actors, and
 * nothing that they call, are inlined in the loops over the samples, which wait until they are compiled.
 */
final class CompilerDirectives {
    private static final String OF_JCSTRESS = """
              {
                match: ["org.openjdk.jcstress.infra.runners.VoidThread::*", "org.openjdk.jcstress.infra.runners.LongThread::*",
                        "org.openjdk.jcstress.infra.runners.CounterThread::*"],
                inline: "-*::*",
              },
              {
                match: ["*::jcstress_iteration_*", "*::jcstress_sanityCheck_*"],
                inline: ["-*::jcstress_stride_*", "-*::jcstress_check_*", "+*::jcstress_consume_*",
                         "+org.openjdk.jcstress.infra.runners.WorkerSync::*", "+java.util.concurrent.atomic.*::*",
                         "-*::jcstress_ni_consume_*"],
                BackgroundCompilation: false,
              },
              {
                match: "org.openjdk.jcstress.infra.runners.WorkerSync::*",
                inline: "+*::*",
                BackgroundCompilation: false,
              },
            """;

    private CompilerDirectives() {}

    /** Those of some tests, for {@code -XX:CompilerDirectivesFile}. */
    static String of(List<TestInfo> tests) {
        return tests.stream().map(CompilerDirectives::of).collect(Collectors.joining("", "[\n" + OF_JCSTRESS, "]\n"));
    }

    private static String of(TestInfo test) {
        String actors = test.actorNames().stream()
                .map(actor -> ", \"+" + test.binaryName() + "::" + actor + "\"")
                .collect(Collectors.joining());
        return """
                  {
                    match: ["%1$s*::jcstress_stride_*", "%1$s*::jcstress_check_*"],
                    inline: ["+*::jcstress_consume_*", "-*::jcstress_ni_consume_*"%2$s],
                    BackgroundCompilation: false,
                  },
                """.formatted(test.generatedRunner(), actors);
    }
}
