/**
 * The command line: what {@code java -jar heddle.jar} does. {@link dev.heddle.cli.Main} is the way in; each command is a file,
 * its flags are in others, and what it serves in others again.
 *
 * <p>Not part of the library: it uses {@link dev.heddle.Server} as any program would, and may need more than the JDK.
 */
package dev.heddle.cli;
