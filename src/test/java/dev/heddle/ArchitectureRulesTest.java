package dev.heddle;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassReader;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.MethodVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Opcodes;
import dev.heddle.bytes.ByteSearch;
import dev.heddle.protocol.Lane;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which package may depend on which, and what only one package may contain or use. */
class ArchitectureRulesTest {
    private static final String ROOT = "dev.heddle";
    private static final String ROOT_PACKAGE = "";
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** The packages of ours that each package may depend on, in addition to itself. */
    private static final Map<String, List<String>> MAY_DEPEND_ON = new TreeMap<>(Map.ofEntries(
            Map.entry("options", List.of()),
            Map.entry("concurrent", List.of()),
            Map.entry("flight", List.of()),
            Map.entry("bytes", List.of()),
            Map.entry("metrics", List.of("concurrent", "options")),
            Map.entry("protocol", List.of("bytes", "metrics", "options")),
            Map.entry("http", List.of("protocol")),
            Map.entry("files", List.of("http", "concurrent")),
            Map.entry("accesslog", List.of("http", "concurrent")),
            Map.entry("line", List.of("protocol", "bytes", "options", "metrics", "concurrent")),
            Map.entry("http1", List.of("protocol", "bytes", "http", "options", "metrics", "concurrent")),
            Map.entry("carrier", List.of("concurrent")),
            Map.entry("net", List.of("carrier", "concurrent", "bytes", "flight", "protocol", "options", "metrics")),
            Map.entry("architecture", List.of("net", "concurrent", "flight", "protocol", "options", "metrics")),
            // Like any program that embeds the server, through the root package.
            Map.entry(
                    "jdkhttp",
                    List.of(ROOT_PACKAGE, "http1", "http", "bytes", "protocol", "options", "metrics", "concurrent"))));

    /** The JDK's shared state that any package may use, in addition to latches and collections: each operation is atomic by itself. */
    private static final List<Class<?>> ATOMIC_OPERATIONS =
            List.of(LongAdder.class, LongAccumulator.class, AtomicReference.class, AtomicBoolean.class);

    /** Includes method references, which are not calls. */
    private static final ArchRule TIME_OF_DAY = noClasses()
            .that()
            .doNotHaveSimpleName("DateHeader")
            .and()
            .doNotHaveSimpleName("CoarseClock")
            .and()
            .doNotHaveSimpleName("NoConnection")
            .and()
            .doNotHaveSimpleName("HttpDate")
            .and()
            .doNotHaveSimpleName("LogTime")
            .and()
            .doNotHaveSimpleName("LoggingEvents")
            .and()
            .doNotHaveSimpleName("StandardErrorLog")
            .and()
            .doNotHaveSimpleName("CompareCommand")
            .should()
            .accessTargetWhere(describe(
                    "is System.currentTimeMillis",
                    (JavaAccess<?> access) -> access.getTargetOwner().isEquivalentTo(System.class)
                            && access.getTarget().getName().equals("currentTimeMillis")))
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(java.util.Date.class, java.util.Calendar.class)
            .orShould()
            .dependOnClassesThat(describe(
                    "are of java.time, other than a duration",
                    type -> type.getPackageName().equals("java.time") && !type.isEquivalentTo(Duration.class)));

    private static final ArchRule NO_MONITOR =
            classes().that().resideInAPackage(ROOT + "..").should(new UseNoMonitor());

    private static final DescribedPredicate<JavaField> ARE_NO_CONSTANTS = describe(
            "are not constants",
            field -> !field.getModifiers().containsAll(List.of(JavaModifier.STATIC, JavaModifier.FINAL))
                    || !(field.getRawType().isPrimitive()
                            || field.getRawType().isEnum()
                            || field.getRawType().isEquivalentTo(String.class)));

    private static final ArchRule NO_SHARED_FIELD = noFields()
            .that()
            .areDeclaredInClassesThat(outsideConcurrent())
            .should()
            .haveModifier(JavaModifier.VOLATILE)
            .orShould(ArchCondition.from(describe(
                    "be static and not final",
                    field -> field.getModifiers().contains(JavaModifier.STATIC)
                            && !field.getModifiers().contains(JavaModifier.FINAL))));

    private static final ArchRule SOCKETS = noClasses()
            .that()
            // A layer over a socket, such as TLS, takes a socket and returns one.
            .resideOutsideOfPackages(
                    name("net") + "..",
                    name("admin"),
                    name("cli") + "..",
                    name("lab") + "..",
                    name("live") + "..",
                    name("jdkhttp") + "..")
            .and()
            .doNotHaveSimpleName("SocketLayer")
            .should()
            .dependOnClassesThat(assignableTo(java.net.Socket.class)
                    .or(assignableTo(java.net.ServerSocket.class))
                    .or(assignableTo(java.nio.channels.NetworkChannel.class)));

    /** Whether the rule would catch that class, if it were part of the library. */
    private static boolean failsOn(ArchRule rule, Class<?> breach) {
        return rule.evaluate(new ClassFileImporter().importClasses(breach)).hasViolation();
    }

    private static String name(String suffix) {
        return suffix.equals(ROOT_PACKAGE) ? ROOT : ROOT + "." + suffix;
    }

    @Test
    void packagesDependOnlyOnThoseBelowThem() {
        MAY_DEPEND_ON.forEach((name, known) -> {
            String[] allowed = known.stream().map(ArchitectureRulesTest::name).toArray(String[]::new);
            classes()
                    .that()
                    .resideInAPackage(name(name))
                    .should()
                    .onlyDependOnClassesThat(resideInAPackage(name(name))
                            .or(JavaClass.Predicates.resideInAnyPackage(allowed))
                            .or(not(resideInAPackage(ROOT + ".."))))
                    .check(MAIN);
        });
    }

    @Test
    void everyPackageHasItsPlaceInTheRules() {
        List<String> packages = MAIN.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(ROOT) && !isOnlyInTheRunnableJar(name))
                .map(name -> name.substring(ROOT.length() + 1))
                .distinct()
                .sorted()
                .toList();
        assertThat(packages)
                .as("a new package needs its entry in MAY_DEPEND_ON")
                .containsExactlyElementsOf(MAY_DEPEND_ON.keySet());
    }

    @Test
    void httpDependsOnNothingOfProtocolButLane() {
        classes()
                .that()
                .resideInAPackage(name("http"))
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage(name("protocol"))).or(JavaClass.Predicates.equivalentTo(Lane.class)))
                .check(MAIN);
    }

    /** They are no part of the library: they may use other libraries, and all of its packages. */
    private static boolean isOnlyInTheRunnableJar(String packageName) {
        return packageName.equals(name("admin"))
                || packageName.equals(name("cli"))
                || packageName.equals(name("live"))
                || packageName.equals(name("lab"))
                || packageName.startsWith(name("lab") + ".");
    }

    @Test
    void libraryDependsNotOnTheAdminServerTheLabAndTheLivePage() {
        noClasses()
                .that()
                .resideOutsideOfPackages(name("admin"), name("cli") + "..", name("lab") + "..", name("live") + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(name("admin"), name("lab") + "..", name("live") + "..")
                .check(MAIN);
    }

    @Test
    void nothingDependsOnTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(name("cli") + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(name("cli") + "..")
                .check(MAIN);
    }

    @Test
    void lowerPackagesDoNotDependOnTheRootPackage() {
        noClasses()
                .that()
                .resideInAnyPackage(MAY_DEPEND_ON.entrySet().stream()
                        .filter(name -> !name.getValue().contains(ROOT_PACKAGE))
                        .map(Map.Entry::getKey)
                        .map(ArchitectureRulesTest::name)
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(MAIN);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void libraryDependsOnlyOnTheJdk() {
        classes()
                .that()
                .resideOutsideOfPackages(
                        name("admin"), name("cli") + "..", name("lab") + "..", name("live") + "..", name("flight"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "..", "java..", "javax.net.ssl", "com.sun.net.httpserver..", "org.jspecify.annotations")
                .check(MAIN);
        classes()
                .that()
                .resideInAPackage(name("flight"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(name("flight"), "java..", "jdk.jfr", "org.jspecify.annotations")
                .check(MAIN);
    }

    @Test
    void sharedMutableStateIsOnlyInConcurrent() {
        NO_SHARED_FIELD.check(MAIN);
        assertThat(failsOn(NO_SHARED_FIELD, Breaches.VolatileState.class)).isTrue();
        assertThat(failsOn(NO_SHARED_FIELD, Breaches.StaticState.class)).isTrue();
        noClasses()
                .that(outsideConcurrent())
                .should()
                .dependOnClassesThat(describe(
                        "make a protocol of their own possible, other than " + ATOMIC_OPERATIONS,
                        type -> List.of("java.util.concurrent.atomic", "java.util.concurrent.locks")
                                        .contains(type.getPackageName())
                                && ATOMIC_OPERATIONS.stream().noneMatch(type::isEquivalentTo)))
                .check(MAIN);
        noClasses()
                .that(outsideConcurrent())
                // Its handle is a view of the array that it is given.
                .and()
                .areNotAssignableTo(ByteSearch.class)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(VarHandle.class)
                .check(MAIN);
    }

    /** No wait becomes longer or shorter when the wall clock is set. */
    @Test
    void onlyDatesInHeadersLogAndReportReadTheWallClock() {
        TIME_OF_DAY.check(MAIN);
        assertThat(failsOn(TIME_OF_DAY, Breaches.AsksForTheTimeOfDay.class)).isTrue();
        assertThat(failsOn(TIME_OF_DAY, Breaches.RefersToTheTimeOfDay.class)).isTrue();
        assertThat(failsOn(TIME_OF_DAY, Breaches.AsksACalendar.class)).isTrue();
    }

    /** A thread that waits for a monitor, or blocks while it holds one, pins its carrier before JDK 24. */
    @Test
    void noMethodUsesAMonitor() {
        NO_MONITOR.check(MAIN);
        assertThat(failsOn(NO_MONITOR, Breaches.SynchronizedMethod.class)).isTrue();
        assertThat(failsOn(NO_MONITOR, Breaches.SynchronizedBlock.class)).isTrue();
        assertThat(failsOn(NO_MONITOR, Breaches.SynchronizedBlockInALambda.class))
                .isTrue();
    }

    @Test
    void fieldsInConcurrentArePrivate() {
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage(name("concurrent"))
                .and(ARE_NO_CONSTANTS)
                .should()
                .bePrivate()
                .check(MAIN);
        assertThat(failsOn(fields().that(ARE_NO_CONSTANTS).should().bePrivate(), Breaches.OpenState.class))
                .isTrue();
    }

    @Test
    void onlyNetUsesSockets() {
        SOCKETS.check(MAIN);
        assertThat(failsOn(SOCKETS, Breaches.OpensASocketChannel.class)).isTrue();
    }

    @Test
    void noClassIsNamedManagerOrUtil() {
        for (String suffix : List.of("Manager", "Util", "Utils", "Impl", "Helper", "Helpers")) {
            noClasses().should().haveSimpleNameEndingWith(suffix).check(MAIN);
        }
    }

    @Test
    void rulesSeeTheLibraryAndNotItsTests() {
        assertThat(MAIN.contain(Server.class)).isTrue();
        assertThat(MAIN.contain(ArchitectureRulesTest.class)).isFalse();
    }

    /** Neither a synchronized method nor a synchronized block. ArchUnit's model has no blocks, so it reads the byte code. */
    private static final class UseNoMonitor extends ArchCondition<JavaClass> {
        UseNoMonitor() {
            super("use no monitor");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            for (String method : methodsWithMonitor(type)) {
                events.add(SimpleConditionEvent.violated(type, type.getName() + "." + method + " is synchronized"));
            }
        }

        private static List<String> methodsWithMonitor(JavaClass type) {
            List<String> found = new ArrayList<>();
            try (InputStream bytes =
                    type.getSource().orElseThrow().getUri().toURL().openStream()) {
                new ClassReader(bytes).accept(new MonitorFinder(found), ClassReader.SKIP_DEBUG);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return found;
        }
    }

    private static final class MonitorFinder extends ClassVisitor {
        private final List<String> found;

        MonitorFinder(List<String> found) {
            super(Opcodes.ASM9);
            this.found = found;
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
                found.add(name);
            }
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitInsn(int opcode) {
                    if (opcode == Opcodes.MONITORENTER) {
                        found.add(name);
                    }
                }
            };
        }
    }

    /** What the rules forbid: each class here must be caught by one of them. */
    @SuppressWarnings("unused")
    private static final class Breaches {
        static final class SynchronizedMethod {
            synchronized void hold() {}
        }

        static final class SynchronizedBlock {
            private final Object lock = new Object();

            void hold() {
                synchronized (lock) {
                    lock.notifyAll();
                }
            }
        }

        static final class SynchronizedBlockInALambda {
            Runnable hold(Object lock) {
                return () -> {
                    synchronized (lock) {
                        lock.notifyAll();
                    }
                };
            }
        }

        static final class AsksForTheTimeOfDay {
            long now() {
                return System.currentTimeMillis();
            }
        }

        static final class RefersToTheTimeOfDay {
            LongSupplier clock() {
                return System::currentTimeMillis;
            }
        }

        static final class AsksACalendar {
            Object today() {
                return java.time.LocalDate.now(java.time.ZoneOffset.UTC);
            }
        }

        static final class VolatileState {
            private volatile int count;
        }

        static final class StaticState {
            private static int count;
        }

        static final class OpenState {
            static final long[] COUNTS = new long[1];
        }

        static final class OpensASocketChannel {
            Object open() throws IOException {
                return java.nio.channels.SocketChannel.open();
            }
        }
    }

    private static DescribedPredicate<JavaClass> outsideConcurrent() {
        return describe("outside of concurrent", type -> !type.getPackageName().equals(name("concurrent")));
    }
}
