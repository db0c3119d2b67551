package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every public type of the exported packages shows in its Javadoc how it is used, and what is shown compiles.
 *
 * <p>An example is a snippet tag in the comment of the type: statements, or a class or record of its own. It may use every
 * exported package, the packages of the JDK in {@link #IMPORTS} and the variables in {@link #GIVEN} without saying so.
 */
class ApiExamplesTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern EXPORTS = Pattern.compile("(?m)^\\s*exports ([\\w.]+);");
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "(?m)^/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\n(?:@.*\\n)*public [^\\n(={]*\\b(?:class|interface|record|enum) (\\w+)");
    /** Ends with a brace after which the comment ends or has an empty line. */
    private static final Pattern SNIPPET =
            Pattern.compile("(?m)^ \\* \\{@snippet :\\n((?: \\*(?!/).*\\n)+?) \\* \\}\\n(?= \\*(?:/|\\n))");

    private static final Pattern DECLARATION =
            Pattern.compile("\\A(?:(?:final|abstract|sealed) )*(?:class|record|enum|interface) [\\s\\S]*");

    private static final String IMPORTS = """
            import com.sun.net.httpserver.*;
            import java.io.*;
            import java.net.*;
            import java.nio.charset.StandardCharsets;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.concurrent.atomic.*;
            import javax.net.ssl.*;
            """;

    /** Both the JDK's and ours are imported by their packages: ours are meant. */
    private static final String OURS = """
            import dev.heddle.http.Headers;
            import dev.heddle.http.Request;
            import dev.heddle.protocol.ProtocolException;
            """;

    private static final String GIVEN = """
            Server server;
            Request request;
            Transport transport;
            Exchange exchange;
            WriteSlot slot;
            Socket socket;
            """;

    private static final String MISSING = """
            public types without an example. Write into the comment of each, before its @param tags, lines such as
             *
             * {@snippet :
             * Server server = Server.http(request -> Response.text("hello")).start();
             * }
            It is compiled: see ApiExamplesTest for what it may use without declaring it""";

    private record Example(String type, String code) {
        /** The text of a class around it. */
        String source(int number, List<String> packages) {
            String ours =
                    packages.stream().map(name -> "import " + name + ".*;\n").collect(Collectors.joining());
            String body =
                    DECLARATION.matcher(code).matches() ? code : "void example() throws Exception {\n" + code + "}\n";
            return IMPORTS + OURS + ours + "abstract class Example" + number + " {\n" + GIVEN + body + "}\n";
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final Example example;
        private final String text;

        Source(Example example, int number, List<String> packages) {
            super(URI.create("string:///Example" + number + ".java"), Kind.SOURCE);
            this.example = example;
            this.text = example.source(number, packages);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    @Test
    void everyPublicTypeHasAnExampleInItsJavadoc() throws IOException {
        List<String> without = new ArrayList<>();
        int types = 0;
        for (Path file : files(exportedPackages())) {
            Matcher type = PUBLIC_TYPE.matcher(Files.readString(file));
            if (type.find()) {
                types++;
                if (!SNIPPET.matcher(type.group(1) + "*/").find()) {
                    without.add(file.toString());
                }
            }
        }
        assertThat(types).as("the sources are found").isGreaterThan(40);
        assertThat(without).as(MISSING).isEmpty();
    }

    @Test
    void everyExampleCompiles(@TempDir Path folder) throws Exception {
        List<String> packages = exportedPackages();
        List<Source> sources = new ArrayList<>();
        for (Path file : files(packages)) {
            for (Example example : examples(file)) {
                sources.add(new Source(example, sources.size(), packages));
            }
        }
        assertThat(sources).as("examples").hasSizeGreaterThan(40);
        JavaCompiler compiler =
                Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "the tests need a JDK, not a JRE");
        List<String> errors = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", folder.toString());
            compiler.getTask(
                            new StringWriter(),
                            files,
                            found -> {
                                if (found.getKind() == javax.tools.Diagnostic.Kind.ERROR) {
                                    errors.add(typeOf(found.getSource()) + ": " + found.getMessage(null));
                                }
                            },
                            options,
                            null,
                            sources)
                    .call();
        }
        assertThat(errors).isEmpty();
    }

    private static String typeOf(JavaFileObject source) {
        return source instanceof Source ours ? ours.example.type() : String.valueOf(source);
    }

    private static List<String> exportedPackages() throws IOException {
        String descriptor = Files.readString(SOURCES.resolve("module-info.java"));
        return EXPORTS.matcher(descriptor)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static List<Path> files(List<String> packages) {
        return packages.stream()
                .flatMap(name -> sources(SOURCES.resolve(name.replace('.', '/'))))
                .toList();
    }

    private static Stream<Path> sources(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Example> examples(Path file) throws IOException {
        return SNIPPET.matcher(Files.readString(file))
                .results()
                .map(found -> new Example(String.valueOf(file.getFileName()), code(found)))
                .toList();
    }

    private static String code(MatchResult snippet) {
        return snippet.group(1).replaceAll("(?m)^ \\* ?", "");
    }
}
