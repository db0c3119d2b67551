package dev.heddle.files;

import dev.heddle.http.Headers;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Decides whether a conditional GET or HEAD is sent what it asks for (RFC 9110 13). Stateless. */
final class Preconditions {
    private Preconditions() {}

    /** What to send. */
    enum Outcome {
        /** What was asked for. */
        SEND,
        /** 304: the client has it. */
        NOT_MODIFIED,
        /** 412: it is not what the client has. */
        FAILED
    }

    /**
     * Evaluates the conditions in the order that RFC 9110 13.2.2 prescribes.
     *
     * @param current null if the file changes all the time: then no condition that names a version is true
     * @param now seconds since 1970
     */
    static Outcome evaluate(Headers headers, @Nullable Validators current, long now) {
        if (headers.contains("If-Match")) {
            if (!names(headers.values("If-Match"), current, true)) {
                return Outcome.FAILED;
            }
        } else if (isModifiedAfter(headers.values("If-Unmodified-Since"), current, now)) {
            return Outcome.FAILED;
        }
        if (headers.contains("If-None-Match")) {
            return names(headers.values("If-None-Match"), current, false) ? Outcome.NOT_MODIFIED : Outcome.SEND;
        }
        return isUnmodifiedSince(headers.values("If-Modified-Since"), current, now)
                ? Outcome.NOT_MODIFIED
                : Outcome.SEND;
    }

    /** Whether the list is {@code *} or has the current tag. One that is malformed has no tag. */
    private static boolean names(List<String> lines, @Nullable Validators current, boolean strongly) {
        String list = String.join(",", lines);
        if (list.equals("*")) {
            return true;
        }
        List<EntityTag> tags = EntityTag.parseList(list);
        if (tags == null || current == null) {
            return false;
        }
        return tags.stream()
                .anyMatch(tag -> strongly ? tag.matchesStrongly(current.tag()) : tag.matchesWeakly(current.tag()));
    }

    private static boolean isModifiedAfter(List<String> dates, @Nullable Validators current, long now) {
        OptionalLong date = onlyDate(dates, now);
        return date.isPresent() && (current == null || (current.hasDate() && current.modified() > date.getAsLong()));
    }

    private static boolean isUnmodifiedSince(List<String> dates, @Nullable Validators current, long now) {
        if (current == null || !current.hasDate() || !current.settled()) {
            return false;
        }
        OptionalLong date = onlyDate(dates, now);
        return date.isPresent() && current.modified() <= date.getAsLong();
    }

    /** A field that is no date, or stands more than once, is ignored (RFC 9110 13.1.3 and 13.1.4). */
    private static OptionalLong onlyDate(List<String> dates, long now) {
        return dates.size() == 1 ? HttpDate.parse(dates.getFirst(), now) : OptionalLong.empty();
    }

    /**
     * Whether a range is still one of what the client has (RFC 9110 13.1.5): there is no {@code If-Range}, or it names the current version
     * exactly. A weak tag never does.
     */
    static boolean rangeApplies(Headers headers, @Nullable Validators current, long now) {
        List<String> values = headers.values("If-Range");
        if (values.isEmpty()) {
            return true;
        }
        if (values.size() > 1 || current == null) {
            return false;
        }
        String value = values.getFirst();
        EntityTag tag = EntityTag.parse(value);
        if (tag != null) {
            return tag.matchesStrongly(current.tag());
        }
        OptionalLong date = HttpDate.parse(value, now);
        return current.hasDate() && current.settled() && date.isPresent() && date.getAsLong() == current.modified();
    }
}
