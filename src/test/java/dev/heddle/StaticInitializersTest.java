package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A class that is initialized at start cannot be lost to a full heap later; {@code FirstRequestIT} looks at a server. */
class StaticInitializersTest {
    @Test
    void everyStaticInitializerOfTheLibraryIsRunAtStart() {
        List<String> compiled = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.heddle").stream()
                        .filter(found -> !found.getPackageName().matches("dev[.]heddle[.](admin|cli|lab|live).*"))
                        .filter(found -> !found.isEquivalentTo(StaticInitializers.class))
                        // Those of the recorder's events run when it starts: FlightRecordingTest.
                        .filter(found -> !found.getName().matches("dev[.]heddle[.]flight[.](Recorded|.*Event).*"))
                        .filter(found -> found.getStaticInitializer().isPresent())
                        .map(JavaClass::getName)
                        .sorted()
                        .toList();
        assertThat(StaticInitializers.CLASSES).as("in alphabetical order").containsExactlyElementsOf(compiled);
    }
}
