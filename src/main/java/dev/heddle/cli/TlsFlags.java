package dev.heddle.cli;

import dev.heddle.Server;
import dev.heddle.tls.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The flags for TLS, which is spoken if there is a certificate, with the library's defaults. */
final class TlsFlags {
    /** Whether clients without a certificate are accepted. */
    enum ClientCertificate {
        REQUIRED,
        OPTIONAL
    }

    private final Map<String, String> environment;

    private final CommandSpec command;
    private final Flag<List<Path>> certificates;
    private final Flag<List<Path>> keys;
    private final Flag<Path> keyStore;
    private final Flag<Path> passwordFile;
    private final Flag<String> passwordVariable;
    private final Flag<Path> clientAuthorities;
    private final Flag<ClientCertificate> clientCertificate;
    private final Flag<List<String>> protocols;
    private final Flag<Duration> handshakeTimeout;
    private final Flag<Integer> maxHandshakes;
    private final Flag<Duration> reloadInterval;

    /** Adds the flags to a command. */
    TlsFlags(CommandSpec command) {
        this(command, System.getenv());
    }

    TlsFlags(CommandSpec command, Map<String, String> environment) {
        this.command = command;
        this.environment = environment;
        certificates = files(
                command,
                "--tls-cert",
                "Speak TLS, with this certificate and those that lead to a root: PEM. Again, with --tls-key, for further names"
                        + " (SNI).");
        keys = files(command, "--tls-key", "Its private key, not encrypted: PEM (default: in the file of --tls-cert).");
        keyStore = file(command, "--tls-keystore", "Speak TLS, with the certificates and keys of this PKCS#12 file.");
        passwordFile = file(command, "--tls-keystore-password-file", "The first line of this file is its password.");
        passwordVariable = Flag.add(
                command,
                String.class,
                OptionSpec.builder("--tls-keystore-password-env")
                        .paramLabel("NAME")
                        .description("This environment variable holds its password."));
        clientAuthorities = file(
                command, "--tls-client-ca", "Ask clients for a certificate issued by one of these authorities: PEM.");
        clientCertificate = Flag.add(
                command,
                ClientCertificate.class,
                OptionSpec.builder("--tls-client-cert")
                        .paramLabel("WHAT")
                        .converters(new ClientCertificateName())
                        .description(
                                "With --tls-client-ca, whether a client must have one: required or optional (default:"
                                        + " required)."));
        protocols = Flag.addList(
                command,
                String.class,
                OptionSpec.builder("--tls-protocols")
                        .paramLabel("NAME")
                        .splitRegex(",")
                        .initialValue(List.of())
                        .showDefaultValue(Visibility.NEVER)
                        .description("The versions of TLS, separated by commas (default: TLSv1.3,TLSv1.2)."));
        handshakeTimeout = time(
                command,
                "--tls-handshake-timeout",
                "How long a TLS handshake may take (default: 10s); beyond it close.");
        maxHandshakes = Flag.add(
                command,
                Integer.class,
                OptionSpec.builder("--max-tls-handshakes")
                        .paramLabel("N")
                        .converters(new WholeNumber.Count())
                        .description("TLS handshakes that compute at a time (default: four for each processor); further"
                                + " ones wait."));
        reloadInterval = time(
                command,
                "--tls-reload-interval",
                "How often to look whether the files of certificates have changed (default: 1s); 0 for never.");
    }

    private static Flag<Path> file(CommandSpec command, String name, String description) {
        return Flag.add(
                command, Path.class, OptionSpec.builder(name).paramLabel("FILE").description(description));
    }

    /** A flag whose values may contain any separator: in a variable or a file each is a line. */
    private static Flag<List<Path>> files(CommandSpec command, String name, String description) {
        return Flag.addList(
                command,
                Path.class,
                OptionSpec.builder(name)
                        .paramLabel("FILE")
                        .splitRegex("\n")
                        .hideParamSyntax(true)
                        .initialValue(List.of())
                        .showDefaultValue(Visibility.NEVER)
                        .description(description));
    }

    private static Flag<Duration> time(CommandSpec command, String name, String description) {
        return Flag.add(
                command,
                Duration.class,
                OptionSpec.builder(name)
                        .paramLabel("TIME")
                        .converters(new TimeSpan())
                        .description(description));
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
        return !certificates.value().isEmpty() || keyStore.isPresent();
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
        addCertificates(tls);
        addKeyStore(tls);
        addClientAuthorities(tls);
        try {
            server.tls(tls.build());
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private void applyBounds(Tls.Builder tls) {
        if (!protocols.value().isEmpty()) {
            tls.protocols(protocols.value().toArray(String[]::new));
        }
        handshakeTimeout.ifPresent(tls::handshakeTimeout);
        maxHandshakes.ifPresent(tls::maxHandshakes);
        reloadInterval.ifPresent(tls::reloadInterval);
    }

    /** Who asks for anything of TLS, and most of all for the certificates of clients, must not get a server without. */
    private void requireFit() {
        int certificateFiles = certificates.value().size();
        int keyFiles = keys.value().size();
        boolean settings = !protocols.value().isEmpty()
                || Stream.of(handshakeTimeout, maxHandshakes, reloadInterval).anyMatch(Flag::isPresent);
        boolean clients = clientAuthorities.isPresent() || clientCertificate.isPresent();
        if (!hasCertificate() && (keyFiles > 0 || clients || settings)) {
            throw wrong("TLS needs a certificate: --tls-cert or --tls-keystore");
        }
        if (keyFiles > 0 && keyFiles != certificateFiles) {
            throw wrong("each --tls-cert needs its --tls-key: there are " + certificateFiles + " and " + keyFiles);
        }
        if (!keyStore.isPresent() && (passwordFile.isPresent() || passwordVariable.isPresent())) {
            throw wrong("a password needs its --tls-keystore");
        }
        if (keyStore.isPresent() && passwordFile.isPresent() == passwordVariable.isPresent()) {
            throw wrong("--tls-keystore needs --tls-keystore-password-file or --tls-keystore-password-env");
        }
        if (!clientAuthorities.isPresent() && clientCertificate.isPresent()) {
            throw wrong("--tls-client-cert needs --tls-client-ca");
        }
    }

    private void addCertificates(Tls.Builder tls) {
        List<Path> chains = certificates.value();
        List<Path> privateKeys = keys.value().isEmpty() ? chains : keys.value();
        for (int i = 0; i < chains.size(); i++) {
            tls.certificate(chains.get(i), privateKeys.get(i));
        }
    }

    private void addKeyStore(Tls.Builder tls) {
        if (!keyStore.isPresent()) {
            return;
        }
        if (passwordFile.isPresent()) {
            tls.keyStore(keyStore.value(), passwordFile.value());
            return;
        }
        String password = environment.get(passwordVariable.value());
        if (password == null) {
            // Without the name: it may be the password itself, given by mistake.
            throw wrong("there is no environment variable of the name that --tls-keystore-password-env has");
        }
        tls.keyStore(keyStore.value(), password.toCharArray());
    }

    private void addClientAuthorities(Tls.Builder tls) {
        if (clientCertificate.orNull() == ClientCertificate.OPTIONAL) {
            clientAuthorities.ifPresent(tls::requestClientCertificate);
        } else {
            clientAuthorities.ifPresent(tls::requireClientCertificate);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
