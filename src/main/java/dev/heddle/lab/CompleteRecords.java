package dev.heddle.lab;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a record only if all of its components are there, where Gson alone would make what is missing 0 or null. */
final class CompleteRecords implements TypeAdapterFactory {
    @Override
    public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
        Class<? super T> raw = type.getRawType();
        if (!raw.isRecord()) {
            return null;
        }
        List<String> names = Stream.of(raw.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        return new Complete<>(names, gson.getDelegateAdapter(this, type), gson.getAdapter(JsonElement.class));
    }

    private static final class Complete<T> extends TypeAdapter<T> {
        private final List<String> names;
        private final TypeAdapter<T> records;
        private final TypeAdapter<JsonElement> elements;

        Complete(List<String> names, TypeAdapter<T> records, TypeAdapter<JsonElement> elements) {
            this.names = names;
            this.records = records;
            this.elements = elements;
        }

        @Override
        public void write(JsonWriter out, T value) throws IOException {
            records.write(out, value);
        }

        @Override
        public T read(JsonReader in) throws IOException {
            if (!(elements.read(in) instanceof JsonObject object)) {
                throw new JsonParseException("an object is expected at " + in.getPath());
            }
            for (String name : names) {
                if (!object.has(name) || object.get(name).isJsonNull()) {
                    throw new JsonParseException("'" + name + "' is missing");
                }
            }
            return records.fromJsonTree(object);
        }
    }
}
