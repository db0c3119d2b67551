import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Writes the classes of a jar into a folder as class files of Java 8, with the stack maps that those must have. For picocli, whose class
 * files are of Java 5: no archive of the JVM's takes classes of that age, and the command line would go on loading and verifying them
 * at each start (docs/start-up.md). Nothing else of them changes.
 *
 * <p>A program of the build, run from its source: {@code java -cp asm.jar:old.jar RaiseClassVersion.java old.jar FOLDER}. The jar is on
 * the class path, as stack maps depend on which class extends which.
 */
public final class RaiseClassVersion {
    private RaiseClassVersion() {}

    /** The arguments: the jar, the folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        try (JarFile jar = new JarFile(arguments[0])) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (isClass(entry.getName())) {
                    Path file = folder.resolve(entry.getName());
                    Files.createDirectories(file.getParent());
                    Files.write(file, raised(jar.getInputStream(entry).readAllBytes()));
                }
            }
        }
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class") && !name.startsWith("META-INF/") && !name.equals("module-info.class");
    }

    private static byte[] raised(byte[] old) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        new ClassReader(old).accept(new VersionVisitor(writer), ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }

    private static final class VersionVisitor extends ClassVisitor {
        VersionVisitor(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            super.visit(Math.max(version, Opcodes.V1_8), access, name, signature, superName, interfaces);
        }
    }
}
