package dev.heddle.files;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An {@code Accept-Encoding} header (RFC 9110 12.5.3).
 *
 * @param weights thousandths by the name of a coding in lower case, {@code identity} and {@code *} among them
 */
record AcceptEncoding(Map<String, Integer> weights) {
    private static final String ANY = "*";
    private static final String IDENTITY = "identity";

    AcceptEncoding {
        weights = Map.copyOf(weights);
    }

    /** Reads the lines of the header. An element that is malformed is ignored. */
    static AcceptEncoding parse(List<String> lines) {
        Map<String, Integer> weights = new HashMap<>();
        for (String line : lines) {
            for (String element : line.split(",", -1)) {
                String[] parts = element.split(";", -1);
                String coding = parts[0].strip().toLowerCase(Locale.ROOT);
                int weight = weight(parts);
                if (!coding.isEmpty() && weight >= 0) {
                    weights.putIfAbsent(coding.equals("x-gzip") ? "gzip" : coding, weight); // RFC 9110 8.4.1.3
                }
            }
        }
        return new AcceptEncoding(weights);
    }

    /** The codings that the client prefers to the file as it is, the best first. */
    List<ContentCoding> preferred() {
        List<ContentCoding> preferred = new ArrayList<>(3);
        int plain = weights.getOrDefault(IDENTITY, weights.getOrDefault(ANY, 0));
        for (ContentCoding coding : ContentCoding.values()) {
            int weight = weight(coding);
            if (weight > 0 && weight >= plain) {
                preferred.add(coding);
            }
        }
        preferred.sort(Comparator.comparingInt(coding -> -weight(coding))); // Stable: ours decides between equal ones.
        return preferred;
    }

    private int weight(ContentCoding coding) {
        return weights.getOrDefault(coding.token(), weights.getOrDefault(ANY, 0));
    }

    private static int weight(String[] parts) {
        if (parts.length == 1) {
            return 1000;
        }
        String parameter = parts[1].strip();
        boolean isWeight = parts.length == 2 && parameter.regionMatches(true, 0, "q=", 0, 2);
        return isWeight ? thousandths(parameter.substring(2)) : -1;
    }

    /** Reads a weight (RFC 9110 12.4.2): 0 to 1 with up to three digits; -1 if it is none. */
    private static int thousandths(String text) {
        if (!text.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?")) {
            return -1;
        }
        int thousandths = (text.charAt(0) - '0') * 1000;
        int unit = 100;
        for (int i = 2; i < text.length(); i++) {
            thousandths += (text.charAt(i) - '0') * unit;
            unit /= 10;
        }
        return thousandths;
    }
}
