package dev.heddle.differential;

import dev.heddle.differential.Reading.End;
import dev.heddle.differential.Reading.Message;
import dev.heddle.differential.Reading.Reader;
import java.util.List;
import java.util.Optional;

/**
 * The first difference between two readings of an input.
 *
 * @param reader the other reader's name
 * @param kind the kind of difference
 * @param ours our result: why Heddle rejects, or what it accepts
 * @param theirs the other reader's result
 */
record Disagreement(String reader, Kind kind, String ours, String theirs) {
    /** The kind of a difference. */
    enum Kind {
        /** Heddle rejects what the other reader accepts, or continues to read. */
        WE_REJECT,
        /** The other reader rejects what Heddle accepts, or continues to read. */
        THEY_REJECT,
        /** Both accept it, with different contents. */
        SEEN_DIFFERENTLY,
        /** One sees the end of a request, the other one waits for more bytes. */
        ENDED_DIFFERENTLY,
        /** One rejects an unfinished input that the other one rejects when it has ended. */
        SOONER
    }

    /**
     * Ends of a head, of chunked content, and of a chunk and the content: what waits for one of them has to say what it
     * makes of it.
     */
    private static final List<String> ENDS = List.of("\r\n\r\n", "0\r\n\r\n", "\r\n0\r\n\r\n");

    /** Returns the first difference between Heddle's reading of an input and another reader's, if there is one. */
    static Optional<Disagreement> over(String input, Reader us, String reader, Reader them) {
        Optional<Disagreement> found = between(us.read(input), reader, them.read(input));
        return found.map(first -> first.waits()
                        && ENDS.stream()
                                .map(end -> input + end)
                                .allMatch(ended -> between(us.read(ended), reader, them.read(ended))
                                        .isEmpty())
                ? new Disagreement(reader, Kind.SOONER, first.ours(), first.theirs())
                : first);
    }

    private boolean waits() {
        String begun = String.valueOf(End.INCOMPLETE);
        return (kind == Kind.WE_REJECT && theirs.equals(begun)) || (kind == Kind.THEY_REJECT && ours.equals(begun));
    }

    private static Optional<Disagreement> between(Reading ours, String reader, Reading theirs) {
        List<Message> mine = ours.messages();
        List<Message> others = theirs.messages();
        int both = Math.min(mine.size(), others.size());
        for (int i = 0; i < both; i++) {
            if (!mine.get(i).equals(others.get(i))) {
                return Optional.of(new Disagreement(
                        reader, Kind.SEEN_DIFFERENTLY, String.valueOf(mine.get(i)), String.valueOf(others.get(i))));
            }
        }
        // A message that only one of them has accepted was rejected by the other one, or is incomplete for it.
        boolean weAccept = mine.size() > both || ours.end() != End.REJECTED;
        boolean theyAccept = others.size() > both || theirs.end() != End.REJECTED;
        if (mine.size() == both && ours.end() == End.CLOSED) {
            return Optional.empty();
        }
        if (!weAccept && theyAccept) {
            return Optional.of(new Disagreement(reader, Kind.WE_REJECT, ours.why(), rest(theirs, both)));
        }
        if (weAccept && !theyAccept) {
            return Optional.of(new Disagreement(reader, Kind.THEY_REJECT, rest(ours, both), theirs.why()));
        }
        boolean same = mine.size() == others.size() && (!weAccept || ours.end() == theirs.end());
        return same
                ? Optional.empty()
                : Optional.of(new Disagreement(reader, Kind.ENDED_DIFFERENTLY, rest(ours, both), rest(theirs, both)));
    }

    private static String rest(Reading reading, int from) {
        return reading.messages().size() > from
                ? String.valueOf(reading.messages().get(from))
                : String.valueOf(reading.end());
    }
}
