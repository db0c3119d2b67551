package dev.heddle.lab.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a JSON text (RFC 8259) into maps, lists, strings, doubles and booleans; a null becomes {@link #NULL}. For files of our own: it
 * keeps the last of two members of one name.
 */
final class JsonReader {
    /** Stands for JSON's null. */
    static final Object NULL = new Object();

    /** Deeper than any file of ours, and far from the end of the stack. */
    private static final int MAX_DEPTH = 100;

    private final String text;
    private int at;
    private int depth;

    JsonReader(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if the text is not JSON */
    Object document() {
        Object value = value();
        if (next() != '\0') {
            throw malformed();
        }
        return value;
    }

    private Object value() {
        if (++depth > MAX_DEPTH) {
            throw malformed();
        }
        Object value = switch (next()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", NULL);
            default -> number();
        };
        depth--;
        return value;
    }

    /** The next character that is not white space, without taking it; 0 at the end. */
    private char next() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private boolean take(char expected) {
        if (next() != expected) {
            return false;
        }
        at++;
        return true;
    }

    private void require(char expected) {
        if (!take(expected)) {
            throw malformed();
        }
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        require('{');
        if (take('}')) {
            return members;
        }
        do {
            if (next() != '"') {
                throw malformed();
            }
            String name = string();
            require(':');
            members.put(name, value());
        } while (take(','));
        require('}');
        return members;
    }

    private List<Object> array() {
        List<Object> elements = new ArrayList<>();
        require('[');
        if (take(']')) {
            return elements;
        }
        do {
            elements.add(value());
        } while (take(','));
        require(']');
        return elements;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw malformed();
            }
            string.append(c == '\\' ? escaped() : c);
        }
        require('"');
        return string.toString();
    }

    private char escaped() {
        if (at == text.length()) {
            throw malformed();
        }
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> codeUnit();
            default -> throw malformed();
        };
    }

    private char codeUnit() {
        int end = at + 4;
        if (end > text.length()) {
            throw malformed();
        }
        int unit = 0;
        for (; at < end; at++) {
            int digit = Character.digit(text.charAt(at), 16);
            if (digit < 0) {
                throw malformed();
            }
            unit = 16 * unit + digit;
        }
        return (char) unit;
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw malformed();
        }
        at += word.length();
        return value;
    }

    private Double number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        if (!number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            throw malformed();
        }
        return Double.valueOf(number);
    }

    private IllegalArgumentException malformed() {
        return new IllegalArgumentException("not JSON at character " + at);
    }
}
