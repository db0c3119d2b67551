package dev.heddle.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The password of a PKCS#12 file: known, or the first line of a file, so that it can be changed along with what it opens. Immutable. */
final class Password {
    private final char @Nullable [] known;
    private final @Nullable Path file;

    private Password(char @Nullable [] known, @Nullable Path file) {
        this.known = known;
        this.file = file;
    }

    /** A password that is known. */
    static Password of(char[] password) {
        return new Password(password.clone(), null);
    }

    /** A password in a file. */
    static Password in(Path file) {
        return new Password(null, file);
    }

    /** The file; empty if it is known. */
    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** The characters, which the caller may overwrite. */
    char[] read() throws IOException {
        if (known != null) {
            return known.clone();
        }
        CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(SmallFile.read(file().orElseThrow())));
        int end = 0;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        char[] line = new char[end];
        text.get(line);
        return line;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return file == null ? "a password" : "the password in " + file;
    }
}
