package dev.heddle.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** Reads a file of certificates whole. */
final class SmallFile {
    /** Bundles of root certificates have some 200 KiB. */
    private static final int LARGEST = 4 << 20;

    private SmallFile() {}

    /** A warning, if every user of the machine may read a file that is secret. */
    static Optional<String> exposure(Path secret) {
        try {
            Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(secret);
            return allowed.contains(PosixFilePermission.OTHERS_READ)
                    ? Optional.of(secret + ": every user of this machine may read this secret: 'chmod o-rwx' it")
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty(); // Its file system has no such permissions, or it has just been replaced.
        }
    }

    /**
     * Reads it.
     *
     * @throws IOException with its name and the reason
     */
    static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException(file + ": larger than " + LARGEST + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": permission denied", e);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            throw reason.contains(file.toString()) ? e : new IOException(file + ": " + reason, e);
        }
    }
}
