package dev.heddle.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Files that certificates of the server, with their private keys, are read from. Immutable. */
interface CertificateSource {
    /** The files: when one of them changes, all are read again. */
    List<Path> files();

    /** Those of the files that hold something secret. */
    List<Path> secretFiles();

    /**
     * Reads them.
     *
     * @throws IOException if one cannot be read or understood; the message has its name, and nothing secret
     */
    List<Identity> read() throws IOException;
}
