package dev.heddle.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The flags about the configuration itself. {@link Main} and {@link Configuration} read them in picocli's model. */
final class ConfigurationFlags {
    static final String CONFIG = "--config";
    static final String PRINT_CONFIG = "--print-config";

    private ConfigurationFlags() {}

    /** Adds them to a command. */
    static void addTo(CommandSpec command) {
        command.addOption(OptionSpec.builder(CONFIG)
                .paramLabel("FILE")
                .type(String.class)
                .description(
                        "A properties file with settings: docs/configuration.md. Flags count first, then variables HEDDLE_…,"
                                + " then the file (default: that of HEDDLE_CONFIG).")
                .build());
        command.addOption(OptionSpec.builder(PRINT_CONFIG)
                .type(Boolean.class)
                .description("Print every setting with its value and where that comes from, and exit.")
                .build());
    }
}
