package dev.heddle.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the certificate for the name that a client asks for (SNI, RFC 6066 3), with a kind of key that the client can verify: one for that
 * very name before one with a wildcard (RFC 9525 6.3), a valid one before one that has expired, and then the first. A client that asks
 * for no name, or for one that no certificate is for, gets the first certificate, or another one for the same names with a key that it
 * can verify. Immutable; engines call it on the threads of their connections.
 */
final class NameChoice extends X509ExtendedKeyManager {
    private final List<Identity> identities;

    private final InstantSource date;

    /** The indexes of the certificates for each name, in their order. */
    private final Map<String, List<Integer>> byName;

    /** Those for a client that asks for no name or an unknown one. */
    private final List<Integer> others;

    /**
     * Chooses from these.
     *
     * @param identities at least one; an alias is an index into it
     * @param date the time by which a certificate is valid, whenever one is chosen
     */
    NameChoice(List<Identity> identities, InstantSource date) {
        this.identities = List.copyOf(identities);
        this.date = date;
        Map<String, List<Integer>> found = new HashMap<>();
        List<Integer> same = new ArrayList<>();
        for (int index = 0; index < identities.size(); index++) {
            Set<String> names = Set.copyOf(identities.get(index).names());
            for (String name : names) {
                found.computeIfAbsent(name, absent -> new ArrayList<>()).add(index);
            }
            boolean isLikeFirst = names.equals(Set.copyOf(identities.getFirst().names()));
            if (index == 0 || (isLikeFirst && !names.isEmpty())) {
                same.add(index);
            }
        }
        this.byName = Map.copyOf(found);
        this.others = List.copyOf(same);
    }

    private Stream<Integer> validFirst(List<Integer> indexes) {
        Instant now = date.instant();
        return indexes.stream().sorted(Comparator.comparing(index -> !of(index).isValid(now)));
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
     * The alias of the certificate for a name, with a kind of key; null if there is none.
     *
     * @param name empty for none
     */
    @Nullable
    String choose(String type, String name) {
        String algorithm = type.startsWith("EC_") ? "EC" : type; // EC_EC and EC_RSA are kinds of certificates.
        return candidates(name.toLowerCase(Locale.ROOT))
                .filter(index -> of(index).algorithm().equals(algorithm))
                .map(String::valueOf)
                .findFirst()
                .orElse(null);
    }

    /** The indexes of the certificates for a name, in the order in which they are chosen. */
    private Stream<Integer> candidates(String name) {
        int dot = name.indexOf('.');
        String wildcard = dot < 0 ? "" : "*" + name.substring(dot);
        List<Integer> exact = byName.getOrDefault(name, List.of());
        List<Integer> wild = byName.getOrDefault(wildcard, List.of());
        return exact.isEmpty() && wild.isEmpty()
                ? validFirst(others)
                : Stream.concat(validFirst(exact), validFirst(wild));
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return of(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return of(Integer.parseInt(alias)).key();
    }

    private Identity of(int index) {
        return identities.get(index);
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
