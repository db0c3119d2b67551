package dev.heddle.jcstress.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of actions and twins misses nothing: neither a new action in a source, nor a twin that is gone. */
class TwinTableTest {
    private static final String TWIN = """
        # The mutants

        ### 1. Cell: taken without CAS

        `src/main/java/Cell.java` · everywhere · `Cell_01`

        ```diff
        -        return TAKEN.compareAndSet(this, false, true);
        +        taken = true;
        +        return true;
        ```

        ## Every action and its twins

        ### `src/main/java/Cell.java`

        | method | action | broken by, or why not |
        |---|---|---|
        | `Cell.take` | `TAKEN.compareAndSet(this, false, true)` | 1: `Cell_01` |
        """;

    private static final String GIVE = """
                void give() {
                    taken = false;
                }
            """;

    @TempDir
    Path project;

    @BeforeEach
    void cellWithOneAction() throws IOException {
        write("src/main/java/Cell.java", source(""));
        write("jcstress-tests/MUTANTS.md", TWIN);
    }

    @Test
    void tableWithEveryActionIsRight() throws IOException {
        assertThat(new TwinTable(project).complaints()).isEmpty();
    }

    @Test
    void newActionWithoutTwinIsMissed() throws IOException {
        write("src/main/java/Cell.java", source(GIVE));
        assertThat(new TwinTable(project).complaints())
                .singleElement()
                .asString()
                .contains("without a twin")
                .contains("`Cell.give` | `taken = false`");
    }

    @Test
    void newWakeUpAndTheLookBeforeItAreMissed() throws IOException {
        write("src/main/java/Cell.java", source("""
                    void wake(Thread next) {
                        if (!taken) {
                            LockSupport.unpark(next);
                        }
                    }
                """));
        assertThat(new TwinTable(project).complaints())
                .hasSize(2)
                .anyMatch(complaint -> complaint.contains("`LockSupport.unpark(next)`"))
                .anyMatch(complaint -> complaint.contains("`taken`"));
    }

    @Test
    void lookOfMethodThatDoesNothingElseIsNoAction() throws IOException {
        write("src/main/java/Cell.java", source("    boolean isTaken() { return taken; }\n"));
        assertThat(new TwinTable(project).complaints()).isEmpty();
    }

    @Test
    void actionWithoutTwinNeedsReason() throws IOException {
        write("src/main/java/Cell.java", source(GIVE));
        TwinTable table = new TwinTable(project);
        table.write();
        assertThat(table.complaints()).singleElement().asString().contains("no reason says why");
        String list = Files.readString(project.resolve("jcstress-tests/MUTANTS.md"));
        write(
                "jcstress-tests/MUTANTS.md",
                list.replace("`taken = false` |  |", "`taken = false` | Only one thread gives. |"));
        assertThat(table.complaints()).isEmpty();
        table.write();
        assertThat(table.complaints()).as("the reason stays").isEmpty();
    }

    @Test
    void rowOfActionThatIsGoneIsFound() throws IOException {
        write("jcstress-tests/MUTANTS.md", TWIN + "| `Cell.give` | `taken = false` | Only one thread gives. |\n");
        assertThat(new TwinTable(project).complaints())
                .singleElement()
                .asString()
                .contains("no source has it any more");
    }

    @Test
    void twinThatOnlyIndentsAnActionDoesNotBreakIt() throws IOException {
        write("jcstress-tests/MUTANTS.md", TWIN.replace("+        taken = true;\n+        return true;", """
            +        if (hashCode() != 0) {
            +            return TAKEN.compareAndSet(this, false, true);
            +        }
            +        return false;\
            """));
        assertThat(new TwinTable(project).complaints())
                .singleElement()
                .asString()
                .contains("no twin edits it");
    }

    private void write(String file, String text) throws IOException {
        Path path = project.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static String source(String further) {
        return """
            import java.lang.invoke.MethodHandles;
            import java.lang.invoke.VarHandle;
            import java.util.concurrent.locks.LockSupport;

            final class Cell {
                private static final VarHandle TAKEN = VarHandles.of(MethodHandles.lookup(), "taken", boolean.class);
                private volatile boolean taken;

                boolean take() {
                    return TAKEN.compareAndSet(this, false, true);
                }
            """ + further + "}\n";
    }
}
