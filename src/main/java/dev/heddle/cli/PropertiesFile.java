package dev.heddle.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Reads a properties file as {@link Properties} does, but as UTF-8, with the line of each property, and with an error for one that is
 * there twice.
 */
final class PropertiesFile {
    private static final int MAX_BYTES = 1 << 20;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String name;
    private final List<ConfiguredValue> values = new ArrayList<>();
    private final Map<String, Integer> lines = new HashMap<>();

    private PropertiesFile(String name) {
        this.name = name;
    }

    /**
     * Reads a file.
     *
     * @throws ConfigurationException if it cannot be read or understood; the message names it, and the line
     */
    static List<ConfiguredValue> read(String name) throws ConfigurationException {
        return new PropertiesFile(name).parsed();
    }

    private List<ConfiguredValue> parsed() throws ConfigurationException {
        String text = decoded(bytes());
        List<String> physical = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)
                .lines()
                .toList();
        int next = 0;
        while (next < physical.size()) {
            int first = next;
            StringBuilder logical = new StringBuilder(physical.get(next++));
            while (next < physical.size() && !isComment(physical.get(first)) && isContinued(physical.get(next - 1))) {
                logical.append('\n').append(physical.get(next++));
            }
            add(logical.toString(), first + 1);
        }
        return values;
    }

    private byte[] bytes() throws ConfigurationException {
        try (InputStream in = Files.newInputStream(Path.of(name))) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new ConfigurationException(name + ": too large (limit " + MAX_BYTES + " bytes)");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new ConfigurationException("no such file: '" + name + "'");
        } catch (IOException e) {
            throw new ConfigurationException("cannot read '" + name + "': " + e.getMessage());
        } catch (InvalidPathException e) {
            throw new ConfigurationException("invalid path: '" + name + "'");
        }
    }

    private String decoded(byte[] bytes) throws ConfigurationException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        if (result.isError()) {
            long before = out.flip().toString().lines().count();
            boolean atStart = out.isEmpty() || out.charAt(out.length() - 1) == '\n';
            throw new ConfigurationException(at((int) before + (atStart ? 1 : 0)) + "not UTF-8");
        }
        return out.flip().toString();
    }

    private static boolean isComment(String line) {
        String start = line.stripLeading();
        return start.startsWith("#") || start.startsWith("!");
    }

    /** Whether it ends with a backslash that is not itself escaped. */
    private static boolean isContinued(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\\') {
            end--;
        }
        return (line.length() - end) % 2 == 1;
    }

    private void add(String logical, int line) throws ConfigurationException {
        Properties one = new Properties();
        try {
            one.load(new StringReader(logical));
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(at(line) + "malformed escape: " + e.getMessage());
        }
        for (String key : one.stringPropertyNames()) {
            Integer earlier = lines.putIfAbsent(key, line);
            if (earlier != null) {
                throw new ConfigurationException(at(line) + "'" + key + "' is in line " + earlier + " already");
            }
            values.add(new ConfiguredValue(key, one.getProperty(key), name + ":" + line));
        }
    }

    private String at(int line) {
        return name + ":" + line + ": ";
    }
}
