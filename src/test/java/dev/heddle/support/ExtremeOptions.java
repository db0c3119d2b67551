package dev.heddle.support;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every option of a record at its extremes: 0, 1, its largest value and the one below. Found by reflection, in records within records,
 * so that a new option is tried too, and fails here if its type is a new one.
 */
public final class ExtremeOptions {
    private ExtremeOptions() {}

    /**
     * A value for one option.
     *
     * @param path the names of the records' components that lead to the option
     * @param value the value to set
     */
    public record Setting(List<String> path, Object value) {
        /** The name of the option. */
        public String option() {
            return path.getLast();
        }

        @Override
        public String toString() {
            return String.join(".", path) + "=" + value;
        }

        /**
         * The options with this one set.
         *
         * @throws IllegalArgumentException what the constructor of a record throws
         */
        public <R extends Record> R in(R options) {
            return set(options, path);
        }

        private <R extends Record> R set(R options, List<String> names) {
            RecordComponent[] components = options.getClass().getRecordComponents();
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                values[i] = component(options, components[i]);
                if (components[i].getName().equals(names.getFirst())) {
                    values[i] = names.size() == 1 ? value : set((Record) values[i], names.subList(1, names.size()));
                }
            }
            return construct(options, components, values);
        }
    }

    /** Each option of a record at each of its extremes. */
    public static List<Setting> of(Record options) {
        return settings(options).toList();
    }

    private static Stream<Setting> settings(Record options) {
        return Arrays.stream(options.getClass().getRecordComponents()).flatMap(component -> {
            Object value = component(options, component);
            Stream<Setting> inner = value instanceof Record record
                    ? settings(record)
                    : extremes(component).map(extreme -> new Setting(List.of(), extreme));
            return inner.map(setting -> new Setting(
                    Stream.concat(Stream.of(component.getName()), setting.path().stream())
                            .toList(),
                    setting.value()));
        });
    }

    private static Stream<Object> extremes(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == int.class) {
            // A power of two where only such a number is accepted.
            return Stream.of(0, 1, Integer.MAX_VALUE - 1, Integer.MAX_VALUE, 1 << 30);
        }
        if (type == long.class) {
            return Stream.of(0L, 1L, Long.MAX_VALUE - 1, Long.MAX_VALUE);
        }
        if (type == Duration.class) {
            Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
            return Stream.of(
                    Duration.ZERO,
                    Duration.ofNanos(1),
                    Duration.ofMillis(1),
                    Duration.ofNanos(Long.MAX_VALUE),
                    Duration.ofMillis(Long.MAX_VALUE),
                    longest.minusNanos(1),
                    longest);
        }
        if (type == boolean.class) {
            return Stream.of(false, true);
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants());
        }
        if (type == InetAddress.class || type == Set.class || type == List.class) {
            return Stream.of(); // has no extremes
        }
        throw new AssertionError("what are the extremes of " + component + "?");
    }

    private static Object component(Record options, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(options);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <R extends Record> R construct(R like, RecordComponent[] components, Object[] values) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> canonical = like.getClass().getDeclaredConstructor(types);
            return (R) canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException rejected) {
                throw rejected;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
