package dev.heddle.lab;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.Strictness;
import com.google.gson.stream.MalformedJsonException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the lab reads and writes JSON (RFC 8259), with Gson. Any thread may call any method. */
public final class Json {
    private static final Gson ONE_LINE = settings().create();
    private static final Gson LINES =
            settings().setPrettyPrinting().disableHtmlEscaping().create();

    private static final Pattern PLACE = Pattern.compile("at line (\\d+) column (\\d+)");

    private Json() {}

    private static GsonBuilder settings() {
        return new GsonBuilder()
                .setStrictness(Strictness.STRICT)
                .serializeNulls()
                .registerTypeAdapterFactory(new CompleteRecords())
                .registerTypeAdapter(double.class, new SixDigits())
                .registerTypeAdapter(Double.class, new SixDigits());
    }

    /** On one line, for a program or for a script in a page: it cannot end the script, as it has no {@code <}. */
    public static String write(Object value) {
        return ONE_LINE.toJson(value);
    }

    /** On many lines, for a file that a person may read. */
    public static String writeLines(Object value) {
        return LINES.toJson(value) + "\n";
    }

    /**
     * Reads a value: a record, whose components all have to be there, Gson's own {@code JsonObject}, or a map.
     *
     * @throws IllegalArgumentException if the text is not JSON, or not of that type; the message says what is wrong
     */
    public static <T> T read(String text, Class<T> type) {
        T read = parse(text, type);
        if (read == null) {
            throw new IllegalArgumentException("there is no JSON in it");
        }
        return read;
    }

    private static <T> @Nullable T parse(String text, Class<T> type) {
        try {
            return ONE_LINE.fromJson(text, type);
        } catch (RuntimeException e) { // Gson's, whose cause may be that of a record's constructor
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(
                    cause instanceof MalformedJsonException ? notJson(cause.getMessage()) : cause.getMessage(), e);
        }
    }

    /** Gson tells where, and what a program should call instead, which is of no use to a reader. */
    private static String notJson(@Nullable String told) {
        Matcher place = PLACE.matcher(String.valueOf(told));
        return place.find()
                ? "it is not JSON, at line " + place.group(1) + " column " + place.group(2)
                : "it is not JSON";
    }
}
