package dev.heddle.lab;

import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/** Writes six significant digits: more would be noise in a measurement. NaN and infinity, which JSON lacks, become null. */
final class SixDigits extends TypeAdapter<Double> {
    private static final MathContext DIGITS = new MathContext(6);
    private static final double LARGEST_WHOLE = 1e15;

    @Override
    public void write(JsonWriter out, @Nullable Double value) throws IOException {
        if (value == null || !Double.isFinite(value)) {
            out.nullValue();
        } else if (value == Math.rint(value) && Math.abs(value) < LARGEST_WHOLE) {
            out.value(value.longValue());
        } else {
            out.value(new BigDecimal(value).round(DIGITS).stripTrailingZeros());
        }
    }

    @Override
    public Double read(JsonReader in) throws IOException {
        return in.nextDouble();
    }
}
