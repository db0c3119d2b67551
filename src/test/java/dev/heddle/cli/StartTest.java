package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the main class of the jar reads Java versions, and whether an old JVM can load it. */
class StartTest {
    /** The class-file version of Java 8. */
    private static final int JAVA_8 = 52;

    @ParameterizedTest
    @CsvSource({
        "1.7.0_80, 7",
        "1.8.0_412, 8",
        "9, 9",
        "11, 11",
        "17.0.2, 17",
        "17.0.15+6-Debian-1deb12u1, 17",
        "21, 21",
        "21-ea, 21",
        "25-ea, 25",
        "25.0.1, 25",
        "100.0.1, 100"
    })
    void featureReleaseIsParsedFromEveryFormOfVersion(String version, int feature) {
        assertThat(Start.featureOf(version)).isEqualTo(feature);
    }

    @ParameterizedTest
    @CsvSource({"''", "unknown", "-ea", "99999999999"})
    void unknownFormOfVersionIsNotTakenForAnOldJava(String version) {
        assertThat(Start.featureOf(version)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void complaintNamesRequiredAndActualJavaAndASource() {
        assertThat(Start.complaint("17.0.2", "/usr/lib/jvm/java-17"))
                .contains("21 or newer", "17.0.2", "/usr/lib/jvm/java-17", "https://adoptium.net")
                .doesNotContain("\n");
    }

    @Test
    void startClassHasJava8VersionAndReferences() throws Exception {
        try (InputStream file = Start.class.getResourceAsStream("Start.class")) {
            assertThat(file).isNotNull();
            DataInputStream in = new DataInputStream(file);
            assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
            assertThat(in.readUnsignedShort()).isZero();
            assertThat(in.readUnsignedShort()).isEqualTo(JAVA_8);
            // No other class of Heddle's, and none from after Java 8, such as those for string concatenation.
            assertThat(classesIn(in))
                    .containsExactlyInAnyOrder(
                            "dev/heddle/cli/Start",
                            "java/lang/Character",
                            "java/lang/Class",
                            "java/lang/Integer",
                            "java/lang/NumberFormatException",
                            "java/lang/Object",
                            "java/lang/String",
                            "java/lang/StringBuilder",
                            "java/lang/System",
                            "java/io/PrintStream",
                            "java/lang/Throwable",
                            "java/lang/reflect/InvocationTargetException",
                            "java/lang/reflect/Method");
        }
    }

    /** The classes that a constant pool refers to (JVMS 4.4). */
    private static List<String> classesIn(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        String[] texts = new String[count];
        List<Integer> names = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[i] = in.readUTF();
                case 7 -> names.add(in.readUnsignedShort());
                case 8 -> in.skipNBytes(2);
                case 3, 4, 9, 10, 11, 12 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++; // Takes two entries.
                }
                default -> throw new IOException("tag " + tag + " is not one of Java 8's that such a class needs");
            }
        }
        return names.stream()
                .map(name -> texts[name])
                .filter(name -> !name.startsWith("["))
                .toList();
    }
}
