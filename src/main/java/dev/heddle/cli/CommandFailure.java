package dev.heddle.cli;

import java.util.List;

/** A command failed for the reason in the message, one line for the user: exit code 1. */
final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** The names of the settings whose values are wrong, as in a properties file. */
    private final transient List<String> settings;

    CommandFailure(String message, String... settings) {
        super(message);
        this.settings = List.of(settings);
    }

    List<String> settings() {
        return settings;
    }
}
