package dev.heddle.cli;

import dev.heddle.options.OverloadPolicy;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code queue} or {@code reject}. */
final class OverloadPolicyName implements ITypeConverter<OverloadPolicy> {
    @Override
    public OverloadPolicy convert(String text) {
        return switch (text) {
            case "queue" -> OverloadPolicy.QUEUE;
            case "reject" -> OverloadPolicy.REJECT;
            default -> throw new TypeConversionException("'" + text + "' is neither queue nor reject");
        };
    }
}
