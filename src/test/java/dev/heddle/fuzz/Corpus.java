package dev.heddle.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The corpus of inputs, one file each, and the dictionary of the fuzzer. */
public final class Corpus {
    private static final Path ROOT = Path.of("src", "test", "resources", "dev", "heddle", "fuzz");

    private Corpus() {}

    /**
     * An input.
     *
     * @param name the name of its file
     * @param text the input, one character for each byte
     */
    public record Input(String name, String text) {
        byte[] bytes() {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Returns the inputs for a protocol, {@code http} or {@code line}, sorted by name. */
    public static List<Input> of(String protocol) {
        try (Stream<Path> files = Files.list(ROOT.resolve(protocol))) {
            List<Input> inputs = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                inputs.add(new Input(
                        String.valueOf(file.getFileName()), Files.readString(file, StandardCharsets.ISO_8859_1)));
            }
            return inputs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the words of a protocol's fuzzing dictionary, one character for each byte. */
    public static List<String> words(String protocol) {
        try {
            return Files.readAllLines(ROOT.resolve(protocol + ".dict")).stream()
                    .filter(line -> line.startsWith("\""))
                    .map(line -> unescaped(line.substring(1, line.length() - 1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Decodes the dictionary's escapes: a backslash with a backslash, a quotation mark, or x and two hex digits. */
    private static String unescaped(String word) {
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != '\\') {
                bytes.append(word.charAt(i));
            } else if (word.charAt(i + 1) == 'x') {
                bytes.append((char) Integer.parseInt(word.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                bytes.append(word.charAt(++i));
            }
        }
        return bytes.toString();
    }

    /** Formats an input for a failure message: non-ASCII characters are escaped, so it can be pasted into a test. */
    public static String visible(String input) {
        return input.chars()
                .mapToObj(c -> switch (c) {
                    case '\r' -> "\\r";
                    case '\n' -> "\\n";
                    case '\\' -> "\\\\";
                    default -> c < ' ' || c > '~' ? "\\u%04x".formatted(c) : Character.toString(c);
                })
                .collect(Collectors.joining());
    }
}
