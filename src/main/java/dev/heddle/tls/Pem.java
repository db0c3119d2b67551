package dev.heddle.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** One block of a PEM file (RFC 7468): what lies between a {@code BEGIN} and an {@code END} line. */
final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private final String label;
    private final boolean encrypted;
    private final byte[] der;

    private Pem(String label, boolean encrypted, byte[] der) {
        this.label = label;
        this.encrypted = encrypted;
        this.der = der;
    }

    /** The words after {@code BEGIN}, such as {@code CERTIFICATE}. */
    String label() {
        return label;
    }

    /** Whether its headers say that it is encrypted (RFC 1421). */
    boolean encrypted() {
        return encrypted;
    }

    /** The decoded bytes; empty if it is encrypted. */
    byte[] der() {
        return der;
    }

    /**
     * The blocks of a file, in its order. Text outside of blocks is skipped: tools write subjects and attributes there.
     *
     * @throws IOException if a block is malformed or has no end; the message says in which line, and nothing of what it holds
     */
    static List<Pem> blocks(byte[] file) throws IOException {
        List<Pem> blocks = new ArrayList<>();
        List<String> lines =
                new String(file, StandardCharsets.ISO_8859_1).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(BEGIN)) {
                String label = label(lines.get(i), BEGIN, i);
                int end = endOf(label, lines, i);
                blocks.add(block(label, lines.subList(i + 1, end), i + 1));
                i = end;
            }
        }
        return blocks;
    }

    private static String label(String line, String start, int index) throws IOException {
        String text = line.stripTrailing();
        if (!text.endsWith(DASHES) || text.length() <= start.length() + DASHES.length()) {
            throw new IOException("line " + (index + 1) + " ends in the middle of its "
                    + start.strip().replace("-", ""));
        }
        return text.substring(start.length(), text.length() - DASHES.length());
    }

    private static int endOf(String label, List<String> lines, int begin) throws IOException {
        for (int i = begin + 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(END) && label(line, END, i).equals(label)) {
                return i;
            }
            if (line.startsWith(DASHES)) {
                throw new IOException(
                        "line " + (i + 1) + " is not the end of the " + label + " that begins in line " + (begin + 1));
            }
        }
        throw new IOException("the " + label + " that begins in line " + (begin + 1) + " has no end");
    }

    /** Headers, as older tools write them, end with an empty line. */
    private static Pem block(String label, List<String> content, int firstLine) throws IOException {
        boolean encrypted = label.startsWith("ENCRYPTED ")
                || content.stream().anyMatch(line -> line.startsWith("Proc-Type:") && line.contains("ENCRYPTED"));
        if (encrypted) {
            return new Pem(label, true, new byte[0]);
        }
        StringBuilder base64 = new StringBuilder();
        content.forEach(line -> base64.append(line.strip()));
        try {
            byte[] der = Base64.getDecoder().decode(base64.toString());
            if (der.length == 0) {
                throw new IOException("the " + label + " that begins in line " + firstLine + " is empty");
            }
            return new Pem(label, false, der);
        } catch (IllegalArgumentException e) {
            // Not with its message as the cause: that quotes a character of what may be a key.
            throw new IOException("the " + label + " that begins in line " + firstLine + " is not Base64");
        }
    }

    /** Without the bytes: they may be a key. */
    @Override
    public String toString() {
        return label + " of " + der.length + " bytes";
    }
}
