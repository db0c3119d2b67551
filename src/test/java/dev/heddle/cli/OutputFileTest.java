package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A command that measures for half an hour tells at once if it could not write the report. */
class OutputFileTest {
    @TempDir
    private Path directory;

    @Test
    void fileThatCanBeWrittenIsNotTouched() throws Exception {
        Path file = directory.resolve("report.html");
        assertThatCode(() -> OutputFile.requireWritable(file)).doesNotThrowAnyException();
        assertThat(file).doesNotExist();
        Files.writeString(file, "old");
        assertThatCode(() -> OutputFile.requireWritable(file)).doesNotThrowAnyException();
        assertThat(file).hasContent("old");
    }

    @Test
    void messageSaysWhyAFileCannotBeWritten() {
        assertThatThrownBy(() -> OutputFile.requireWritable(directory)).hasMessageContaining("it is a directory");
        assertThatThrownBy(() -> OutputFile.requireWritable(directory.resolve("no/report.html")))
                .hasMessageContaining("there is no such directory");
    }

    @Test
    void commandThatCannotWriteItsFileMeasuresNothing() {
        String missing = directory.resolve("no/file").toString();
        assertThat(failure(new CompareCommand(), "--scenario", "hash", "--report", missing))
                .contains("no such directory");
        assertThat(failure(new CompareCommand(), "--scenario", "hash", "--json", missing))
                .contains("no such directory");
        assertThat(failure(new LoadCommand(), "http://127.0.0.1:1/", "--json", missing))
                .contains("no such directory");
    }

    private static String failure(Object command, String... arguments) {
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        assertThat(new CommandLine(command).setOut(out).setErr(out).execute(arguments))
                .isEqualTo(1);
        return printed.toString();
    }
}
