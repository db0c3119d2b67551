package dev.heddle;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.heddle.bytes.ByteSearch;
import dev.heddle.protocol.Lane;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** The picture of the rooms: who may know whom, and what lives in one room only. */
class ArchitectureRulesTest {
    private static final String ROOT = "dev.heddle";
    private static final String FRONT_DOOR = "";
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** Which of our packages each of them may know, besides itself. */
    private static final Map<String, List<String>> MAY_KNOW = new TreeMap<>(Map.ofEntries(
            Map.entry("options", List.of()),
            Map.entry("concurrent", List.of()),
            Map.entry("bytes", List.of()),
            Map.entry("metrics", List.of("concurrent", "options")),
            Map.entry("protocol", List.of("bytes", "metrics", "options")),
            Map.entry("http", List.of("protocol")),
            Map.entry("line", List.of("protocol", "bytes", "options", "metrics", "concurrent")),
            Map.entry("http1", List.of("protocol", "bytes", "http", "options", "metrics", "concurrent")),
            Map.entry("net", List.of("concurrent", "bytes", "protocol", "options", "metrics")),
            Map.entry("architecture", List.of("net", "concurrent", "protocol", "options", "metrics")),
            // As any user would, through the front door.
            Map.entry(
                    "jdkhttp",
                    List.of(FRONT_DOOR, "http1", "http", "bytes", "protocol", "options", "metrics", "concurrent"))));

    /** What any package may use of the JDK's shared state, besides latches and collections: one step is all there is to it. */
    private static final List<Class<?>> WHOLE_BY_THEMSELVES =
            List.of(LongAdder.class, LongAccumulator.class, AtomicReference.class, AtomicBoolean.class);

    private static String name(String room) {
        return room.equals(FRONT_DOOR) ? ROOT : ROOT + "." + room;
    }

    @Test
    void everyRoomKnowsOnlyTheRoomsBelowIt() {
        MAY_KNOW.forEach((room, known) -> {
            String[] allowed = known.stream().map(ArchitectureRulesTest::name).toArray(String[]::new);
            classes()
                    .that()
                    .resideInAPackage(name(room))
                    .should()
                    .onlyDependOnClassesThat(resideInAPackage(name(room))
                            .or(JavaClass.Predicates.resideInAnyPackage(allowed))
                            .or(not(resideInAPackage(ROOT + ".."))))
                    .check(MAIN);
        });
    }

    @Test
    void everyRoomIsInThePicture() {
        List<String> rooms = MAIN.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(ROOT) && !name.equals(name("cli")))
                .map(name -> name.substring(ROOT.length() + 1))
                .distinct()
                .sorted()
                .toList();
        assertThat(rooms).as("a new one needs its place in MAY_KNOW").containsExactlyElementsOf(MAY_KNOW.keySet());
    }

    @Test
    void ofTheThreeVerbsTheWordsOfHttpKnowOnlyTheLanes() {
        classes()
                .that()
                .resideInAPackage(name("http"))
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage(name("protocol"))).or(JavaClass.Predicates.equivalentTo(Lane.class)))
                .check(MAIN);
    }

    @Test
    void nobodyKnowsTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(name("cli") + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(name("cli") + "..")
                .check(MAIN);
    }

    @Test
    void nobodyBelowKnowsTheFrontDoor() {
        noClasses()
                .that()
                .resideInAnyPackage(MAY_KNOW.entrySet().stream()
                        .filter(room -> !room.getValue().contains(FRONT_DOOR))
                        .map(Map.Entry::getKey)
                        .map(ArchitectureRulesTest::name)
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(MAIN);
    }

    @Test
    void noTwoRoomsKnowEachOther() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void theLibraryNeedsNothingButTheJdk() {
        classes()
                .that()
                .resideOutsideOfPackage(name("cli") + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "..", "java..", "javax.net.ssl", "com.sun.net.httpserver..", "org.jspecify.annotations")
                .check(MAIN);
    }

    @Test
    void sharedMutableStateLivesInItsCells() {
        noFields()
                .that()
                .areDeclaredInClassesThat(outsideConcurrent())
                .and()
                .areNotDeclaredIn(ByteSearch.class)
                .should()
                .haveModifier(JavaModifier.VOLATILE)
                .check(MAIN);
        noClasses()
                .that(outsideConcurrent())
                .should()
                .dependOnClassesThat(describe(
                        "make a protocol of their own possible, other than " + WHOLE_BY_THEMSELVES,
                        type -> List.of("java.util.concurrent.atomic", "java.util.concurrent.locks")
                                        .contains(type.getPackageName())
                                && WHOLE_BY_THEMSELVES.stream().noneMatch(type::isEquivalentTo)))
                .check(MAIN);
        noClasses()
                .that(outsideConcurrent())
                // Its handle is a view of whatever array it is given.
                .and()
                .areNotAssignableTo(ByteSearch.class)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(VarHandle.class)
                .check(MAIN);
    }

    /** Whatever is done to the clock on the wall, no wait becomes longer or shorter by it. */
    @Test
    void onlyTheDateHeaderAndTheLogAskForTheTimeOfDay() {
        noClasses()
                .that()
                .doNotHaveSimpleName("DateHeader")
                .and()
                .doNotHaveSimpleName("LoggingEvents")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(java.time.Instant.class, java.time.Clock.class, java.time.ZonedDateTime.class)
                .check(MAIN);
    }

    @Test
    void nothingIsSynchronizedAroundWhatMayBlock() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(ROOT + "..")
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .check(MAIN);
    }

    @Test
    void nothingOfACellIsOpenToOthers() {
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage(name("concurrent"))
                .and(describe(
                        "are no constants",
                        (JavaField field) ->
                                !field.getModifiers().containsAll(List.of(JavaModifier.STATIC, JavaModifier.FINAL))))
                .should()
                .bePrivate()
                .check(MAIN);
    }

    @Test
    void onlyTheNetKnowsSockets() {
        noClasses()
                .that()
                // A layer over a socket, such as TLS, is given one and gives one back.
                .resideOutsideOfPackages(name("net") + "..", name("cli") + "..", name("jdkhttp") + "..")
                .and()
                .doNotHaveSimpleName("SocketLayer")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(java.net.Socket.class, java.net.ServerSocket.class)
                .check(MAIN);
    }

    @Test
    void namesSayWhatAClassIs() {
        for (String suffix : List.of("Manager", "Util", "Utils", "Impl", "Helper", "Helpers")) {
            noClasses().should().haveSimpleNameEndingWith(suffix).check(MAIN);
        }
    }

    @Test
    void theRulesAreAboutTheCodeThatIsThere() {
        assertThat(MAIN.contain(Server.class)).isTrue();
        assertThat(MAIN.contain(ArchitectureRulesTest.class)).isFalse();
    }

    private static DescribedPredicate<JavaClass> outsideConcurrent() {
        return describe("outside of concurrent", type -> !type.getPackageName().equals(name("concurrent")));
    }
}
