package dev.heddle.live;

import dev.heddle.options.Architecture;
import dev.heddle.options.Architecture.MessageBalanced;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The architectures that a visitor can choose: all five, the one that the server was started with as it was configured, and
 * message-balanced also with one dispatcher, as in RAMCloud. Immutable.
 */
final class Choices {
    /**
     * One of them.
     *
     * @param id tells it apart
     * @param title what the button says
     * @param claim what it is known for
     */
    record Choice(String id, String title, Claim claim) {}

    private final List<Architecture> architectures = new ArrayList<>();

    /** @param configured the one that the server was started with */
    Choices(Architecture configured) {
        MessageBalanced balanced = (MessageBalanced) Architecture.messageBalanced();
        for (Architecture standard : Architecture.all()) {
            add(standard.label().equals(configured.label()) ? configured : standard);
            if (standard instanceof MessageBalanced) {
                add(balanced);
                add(new MessageBalanced(1, balanced.longLane()));
            }
        }
    }

    private void add(Architecture variant) {
        if (architectures.stream().noneMatch(known -> idOf(known).equals(idOf(variant)))) {
            architectures.add(variant);
        }
    }

    List<Choice> all() {
        return architectures.stream()
                .map(architecture -> new Choice(idOf(architecture), title(architecture), Claim.of(architecture)))
                .toList();
    }

    /** The id of one of them: its name, and for message-balanced the number of dispatchers. */
    static String idOf(Architecture architecture) {
        return architecture instanceof MessageBalanced balanced
                ? balanced.label() + "-" + balanced.dispatchers()
                : architecture.label();
    }

    private static String title(Architecture architecture) {
        return architecture instanceof MessageBalanced balanced
                ? balanced.label() + ", " + balanced.dispatchers()
                        + (balanced.dispatchers() == 1 ? " dispatcher" : " dispatchers")
                : architecture.label();
    }

    Optional<Architecture> find(String id) {
        return architectures.stream()
                .filter(architecture -> idOf(architecture).equals(id))
                .findFirst();
    }
}
