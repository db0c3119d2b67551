package dev.heddle.jcstress.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** What executes the actors. What the processor may reorder shows in compiled code only; what is wrong by logic, in all. */
enum Compiler {
    INTERPRETER("-Xint"),
    C1("-XX:TieredStopAtLevel=1"),
    C2("-XX:-TieredCompilation"),
    C2_RANDOMIZED("-XX:-TieredCompilation -XX:+StressLCM -XX:+StressGCM -XX:+StressIGVN -XX:+StressCCP"),
    TIERED("-XX:+TieredCompilation");

    private final String arguments;

    Compiler(String arguments) {
        this.arguments = arguments;
    }

    /** The arguments of the JVM; with a new seed each time. */
    List<String> arguments() {
        List<String> words = new ArrayList<>(List.of(arguments.split(" ")));
        if (this == C2_RANDOMIZED) {
            words.add("-XX:StressSeed=" + ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        }
        return words;
    }
}
