package dev.heddle.differential;

import dev.heddle.differential.Reading.End;
import dev.heddle.differential.Reading.Message;
import dev.heddle.differential.Reading.Reader;
import java.util.List;
import java.util.Optional;

/**
 * The first point at which two readings of an input differ.
 *
 * @param reader the other reader's name
 * @param kind in what way
 * @param ours what ours says: why it refuses, or what it takes
 * @param theirs what the other one says
 */
record Disagreement(String reader, Kind kind, String ours, String theirs) {
    /** In what way two readings differ. */
    enum Kind {
        /** Ours refuses what the other one takes, or goes on reading. */
        WE_REFUSE,
        /** The other one refuses what ours takes, or goes on reading. */
        THEY_REFUSE,
        /** Both take it, and see different things. */
        SEEN_DIFFERENTLY,
        /** Where one sees the end of a request the other one waits for more. */
        ENDED_DIFFERENTLY,
        /** One refuses what the other one has not seen the end of, and refuses then. */
        SOONER
    }

    /**
     * Ends of a head, of chunked content, and of a chunk and the content: what waits for one of them has to say what it
     * makes of it.
     */
    private static final List<String> ENDS = List.of("\r\n\r\n", "0\r\n\r\n", "\r\n0\r\n\r\n");

    /** The first disagreement between our reading of an input and another one's, if there is one. */
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
        String begun = String.valueOf(End.BEGUN);
        return (kind == Kind.WE_REFUSE && theirs.equals(begun)) || (kind == Kind.THEY_REFUSE && ours.equals(begun));
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
        // What one has not taken although the other one has it has either refused, or still waits for the end of.
        boolean wePass = mine.size() > both || ours.end() != End.REFUSED;
        boolean theyPass = others.size() > both || theirs.end() != End.REFUSED;
        if (mine.size() == both && ours.end() == End.CLOSED) {
            return Optional.empty();
        }
        if (!wePass && theyPass) {
            return Optional.of(new Disagreement(reader, Kind.WE_REFUSE, ours.why(), rest(theirs, both)));
        }
        if (wePass && !theyPass) {
            return Optional.of(new Disagreement(reader, Kind.THEY_REFUSE, rest(ours, both), theirs.why()));
        }
        boolean same = mine.size() == others.size() && (!wePass || ours.end() == theirs.end());
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
