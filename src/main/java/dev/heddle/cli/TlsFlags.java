package dev.heddle.cli;

import dev.heddle.Server;
import dev.heddle.tls.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags for TLS, which is spoken if there is a certificate, with the library's defaults. */
final class TlsFlags {
    /** Whether clients without a certificate are accepted. */
    enum ClientCertificate {
        REQUIRED,
        OPTIONAL
    }

    private final Map<String, String> environment;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--tls-cert",
            order = 401,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "FILE",
            split = "\n",
            hideParamSyntax = true,
            description =
                    "Speak TLS, with this certificate and those that lead to a root: PEM. Again, with --tls-key, for further names (SNI).")
    private List<Path> certificates = List.of();

    @Option(
            names = "--tls-key",
            order = 402,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "FILE",
            split = "\n",
            hideParamSyntax = true,
            description = "Its private key, not encrypted: PEM (default: in the file of --tls-cert).")
    private List<Path> keys = List.of();

    @Option(
            names = "--tls-keystore",
            order = 403,
            paramLabel = "FILE",
            description = "Speak TLS, with the certificates and keys of this PKCS#12 file.")
    private @Nullable Path keyStore;

    @Option(
            names = "--tls-keystore-password-file",
            order = 404,
            paramLabel = "FILE",
            description = "The first line of this file is its password.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--tls-keystore-password-env",
            order = 405,
            paramLabel = "NAME",
            description = "This environment variable holds its password.")
    private @Nullable String passwordVariable;

    @Option(
            names = "--tls-client-ca",
            order = 406,
            paramLabel = "FILE",
            description = "Ask clients for a certificate issued by one of these authorities: PEM.")
    private @Nullable Path clientAuthorities;

    @Option(
            names = "--tls-client-cert",
            order = 407,
            paramLabel = "WHAT",
            converter = ClientCertificateName.class,
            description =
                    "With --tls-client-ca, whether a client must have one: required or optional (default: required).")
    private @Nullable ClientCertificate clientCertificate;

    @Option(
            names = "--tls-protocols",
            order = 408,
            showDefaultValue = Visibility.NEVER,
            paramLabel = "NAME",
            split = ",",
            description = "The versions of TLS, separated by commas (default: TLSv1.3,TLSv1.2).")
    private List<String> protocols = List.of();

    @Option(
            names = "--tls-handshake-timeout",
            order = 409,
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "How long a TLS handshake may take (default: 10s); beyond it close.")
    private @Nullable Duration handshakeTimeout;

    @Option(
            names = "--max-tls-handshakes",
            order = 410,
            paramLabel = "N",
            converter = WholeNumber.Count.class,
            description =
                    "TLS handshakes that compute at a time (default: four for each processor); further ones wait.")
    private @Nullable Integer maxHandshakes;

    @Option(
            names = "--tls-reload-interval",
            order = 411,
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description =
                    "How often to look whether the files of certificates have changed (default: 1s); 0 for never.")
    private @Nullable Duration reloadInterval;

    TlsFlags() {
        this(System.getenv());
    }

    TlsFlags(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Reads the name of a {@link ClientCertificate}. */
    static final class ClientCertificateName implements CommandLine.ITypeConverter<ClientCertificate> {
        @Override
        public ClientCertificate convert(String text) {
            for (ClientCertificate each : ClientCertificate.values()) {
                if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return each;
                }
            }
            throw new CommandLine.TypeConversionException("'" + text + "' is neither required nor optional");
        }
    }

    /**
     * Whether TLS is to be spoken.
     *
     * @throws ParameterException if the flags contradict each other, or have no certificate
     */
    boolean areGiven() {
        requireFit();
        return hasCertificate();
    }

    private boolean hasCertificate() {
        return !certificates.isEmpty() || keyStore != null;
    }

    /**
     * Has a server speak TLS as the flags say; nothing if they do not.
     *
     * @throws ParameterException if they contradict each other
     */
    void apply(Server.Builder server) {
        if (!areGiven()) {
            return;
        }
        Tls.Builder tls = Tls.builder();
        applyBounds(tls);
        for (int i = 0; i < certificates.size(); i++) {
            tls.certificate(certificates.get(i), keys.isEmpty() ? certificates.get(i) : keys.get(i));
        }
        addKeyStore(tls);
        if (clientAuthorities != null && clientCertificate == ClientCertificate.OPTIONAL) {
            tls.requestClientCertificate(clientAuthorities);
        } else if (clientAuthorities != null) {
            tls.requireClientCertificate(clientAuthorities);
        }
        try {
            server.tls(tls.build());
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private void applyBounds(Tls.Builder tls) {
        if (!protocols.isEmpty()) {
            tls.protocols(protocols.toArray(String[]::new));
        }
        if (handshakeTimeout != null) {
            tls.handshakeTimeout(handshakeTimeout);
        }
        if (maxHandshakes != null) {
            tls.maxHandshakes(maxHandshakes);
        }
        if (reloadInterval != null) {
            tls.reloadInterval(reloadInterval);
        }
    }

    /** Who asks for anything of TLS, and most of all for the certificates of clients, must not get a server without. */
    private void requireFit() {
        boolean settings = !protocols.isEmpty()
                || Stream.of(handshakeTimeout, maxHandshakes, reloadInterval).anyMatch(Objects::nonNull);
        boolean clients = clientAuthorities != null || clientCertificate != null;
        if (!hasCertificate() && (!keys.isEmpty() || clients || settings)) {
            throw wrong("TLS needs a certificate: --tls-cert or --tls-keystore");
        }
        if (!keys.isEmpty() && keys.size() != certificates.size()) {
            throw wrong(
                    "each --tls-cert needs its --tls-key: there are " + certificates.size() + " and " + keys.size());
        }
        if (keyStore == null && (passwordFile != null || passwordVariable != null)) {
            throw wrong("a password needs its --tls-keystore");
        }
        if (keyStore != null && (passwordFile == null) == (passwordVariable == null)) {
            throw wrong("--tls-keystore needs --tls-keystore-password-file or --tls-keystore-password-env");
        }
        if (clientAuthorities == null && clientCertificate != null) {
            throw wrong("--tls-client-cert needs --tls-client-ca");
        }
    }

    private void addKeyStore(Tls.Builder tls) {
        if (keyStore == null) {
            return;
        }
        if (passwordFile != null) {
            tls.keyStore(keyStore, passwordFile);
            return;
        }
        String password = environment.get(passwordVariable);
        if (password == null) {
            // Without the name: it may be the password itself, given by mistake.
            throw wrong("there is no environment variable of the name that --tls-keystore-password-env has");
        }
        tls.keyStore(keyStore, password.toCharArray());
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
