package dev.heddle.cli;

/**
 * What a variable or a line of a properties file says.
 *
 * @param name of the setting
 * @param value as it stands there
 * @param from the name of the variable, or the file and its line
 */
record ConfiguredValue(String name, String value, String from) {}
