package dev.heddle.jcstress.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** What executes the actors. What the processor may reorder shows in compiled code only; what is wrong by logic, in all. */
enum Compiler {
    INTERPRETER("-Xint"),
    C1("-XX:TieredStopAtLevel=1"),
    C2("-XX:-TieredCompilation"),
    C2_RANDOMIZED("-XX:-TieredCompilation", "-XX:+StressLCM", "-XX:+StressGCM", "-XX:+StressIGVN", "-XX:+StressCCP"),
    TIERED;

    private final List<String> arguments;

    Compiler(String... arguments) {
        this.arguments = List.of(arguments);
    }

    /** The arguments of the JVM; with a new seed each time. */
    List<String> arguments() {
        if (this != C2_RANDOMIZED) {
            return arguments;
        }
        List<String> seeded = new ArrayList<>(arguments);
        seeded.add("-XX:StressSeed=" + ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        return seeded;
    }
}
