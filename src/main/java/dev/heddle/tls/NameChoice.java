package dev.heddle.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the certificate for the name that a client asks for (SNI, RFC 6066 3): the first one for that name whose kind of key the client
 * can verify. A client that asks for no name, or for one that no certificate is for, gets the first certificate, or another one for the
 * same names with a key that it can verify. Immutable; engines call it on the threads of their connections.
 */
final class NameChoice extends X509ExtendedKeyManager {
    private final List<Identity> identities;

    /** @param identities at least one; an alias is an index into it */
    NameChoice(List<Identity> identities) {
        this.identities = List.copyOf(identities);
    }

    /** Called for each kind of key that the client can verify, in the client's order, until one is found. */
    @Override
    public @Nullable String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
        return choose(type, requestedName(engine.getHandshakeSession()).orElse(""));
    }

    private static Optional<String> requestedName(@Nullable SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)) {
            return Optional.empty();
        }
        for (SNIServerName name : extended.getRequestedServerNames()) {
            if (name instanceof SNIHostName host) {
                return Optional.of(host.getAsciiName());
            }
        }
        return Optional.empty();
    }

    /**
     * The alias of the first certificate for a name, with a kind of key; null if there is none.
     *
     * @param name empty for none
     */
    @Nullable
    String choose(String type, String name) {
        String algorithm = type.startsWith("EC_") ? "EC" : type; // EC_EC and EC_RSA are kinds of certificates.
        List<Identity> candidates = candidates(name);
        return IntStream.range(0, identities.size())
                .filter(i -> candidates.contains(identities.get(i))
                        && identities.get(i).algorithm().equals(algorithm))
                .mapToObj(String::valueOf)
                .findFirst()
                .orElse(null);
    }

    private List<Identity> candidates(String name) {
        List<Identity> named =
                identities.stream().filter(identity -> identity.isFor(name)).toList();
        return named.isEmpty()
                ? identities.stream()
                        .filter(identity -> identity.isForSameNames(identities.getFirst()))
                        .toList()
                : named;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return of(alias).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return of(alias).key();
    }

    private Identity of(String alias) {
        return identities.get(Integer.parseInt(alias));
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return null; // The server has engines only.
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal[] issuers) {
        return null;
    }
}
