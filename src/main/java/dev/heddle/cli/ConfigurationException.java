package dev.heddle.cli;

/** A variable or a properties file cannot be used; the message says which, and where. */
final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1;

    ConfigurationException(String message) {
        super(message);
    }
}
