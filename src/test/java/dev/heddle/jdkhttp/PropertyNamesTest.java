package dev.heddle.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The names of Heddle's own system properties. */
class PropertyNamesTest {
    @Test
    void misspeltNamesAreFoundAndOthersLeftAlone() {
        Properties all = new Properties();
        PropertyNames.KNOWN.forEach(name -> all.setProperty(name, "1"));
        all.setProperty("heddle.headTimeuot", "5");
        all.setProperty("heddle.Relax", "x");
        all.setProperty("heddleX", "x");
        all.setProperty("sun.net.httpserver.idleInterval", "60");
        assertThat(PropertyNames.unknown(all)).containsExactly("heddle.Relax", "heddle.headTimeuot");
    }

    @Test
    void knownNamesAreThoseOfThePagesTable() throws Exception {
        TreeSet<String> documented = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("docs", "jdkhttp.md"))) {
            if (line.startsWith("| `heddle.")) {
                Pattern.compile("`(heddle\\.[A-Za-z]+)`")
                        .matcher(line.split(" \\| ", 2)[0])
                        .results()
                        .forEach(name -> documented.add(name.group(1)));
            }
        }
        assertThat(PropertyNames.KNOWN).containsExactlyElementsOf(documented);
    }
}
