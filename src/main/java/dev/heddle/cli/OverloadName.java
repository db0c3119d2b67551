package dev.heddle.cli;

import dev.heddle.options.Overload;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code wait} or {@code refuse}. */
final class OverloadName implements ITypeConverter<Overload> {
    @Override
    public Overload convert(String text) {
        return switch (text) {
            case "wait" -> Overload.WAIT;
            case "refuse" -> Overload.REFUSE;
            default -> throw new TypeConversionException("'" + text + "' is neither wait nor refuse");
        };
    }
}
