/**
 * The command line, {@code java -jar heddle.jar}. {@code Start} checks the version of Java and calls {@link dev.heddle.cli.Main}. Each
 * command is a file; so is each group of flags.
 *
 * <p>Not part of the library: it uses {@link dev.heddle.Server} as any program would, and depends on more than the JDK.
 */
package dev.heddle.cli;
