package dev.heddle.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags about the configuration itself. {@link Main} and {@link Configuration} read them in picocli's model. */
@SuppressWarnings("unused")
final class ConfigurationFlags {
    static final String CONFIG = "--config";
    static final String PRINT_CONFIG = "--print-config";

    @Option(
            names = CONFIG,
            paramLabel = "FILE",
            description =
                    "A properties file with settings: docs/configuration.md. Flags count first, then variables HEDDLE_…, then the file (default: that of HEDDLE_CONFIG).")
    private @Nullable String file;

    @Option(
            names = PRINT_CONFIG,
            description = "Print every setting with its value and where that comes from, and exit.")
    private boolean printed;
}
