package dev.heddle.lab.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the comparison ran on.
 *
 * @param processors how many the JVM may use
 * @param description names and values for the reader
 */
public record Machine(int processors, Map<String, String> description) {
    /** This one. */
    public static Machine here() {
        int processors = Runtime.getRuntime().availableProcessors();
        Map<String, String> told = new LinkedHashMap<>();
        told.put("processors", processors + " × " + processorName());
        told.put(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        told.put("JDK", System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")");
        told.put("client", "on the same machine, over loopback, and so on the same processors");
        return new Machine(processors, told);
    }

    private static String processorName() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
