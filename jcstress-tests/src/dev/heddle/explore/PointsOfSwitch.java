package dev.heddle.explore;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.pastalab.fray.instrumentation.agent.asm.ClassReader;
import org.pastalab.fray.instrumentation.agent.asm.ClassVisitor;
import org.pastalab.fray.instrumentation.agent.asm.ClassWriter;
import org.pastalab.fray.instrumentation.agent.asm.MethodVisitor;
import org.pastalab.fray.instrumentation.agent.asm.Opcodes;
import org.pastalab.fray.instrumentation.agent.asm.Type;

/**
 * Loads what is explored, with more points at which another thread may go on than Fray knows: it knows volatile fields, CAS and volatile
 * access by handles, and leaves out the other ways of a VarHandle (opaque, acquire and release, addition, exchange) and of an Unsafe.
 */
final class PointsOfSwitch extends ClassLoader {
    /** What is not explored, but explores; and what is the same class for both. */
    private static final Pattern SHARED = Pattern.compile(
            "(java|javax|jdk|sun|kotlin|kotlinx|org\\.pastalab|org\\.jspecify)\\..*|dev\\.heddle\\.explore\\.[A-Z]\\w*([$].*)?");

    private static final Pattern HANDLES = Pattern.compile("java/lang/invoke/VarHandle|.*/Unsafe(Api|Access)?");
    /** Of these Fray knows some. */
    private static final Pattern INSTRUMENTED = Pattern.compile("java/lang/invoke/VarHandle|sun/misc/Unsafe");

    private static final Pattern KNOWN =
            Pattern.compile("compareAndSet|[gs]etVolatile|(get|put)\\w+Volatile|compareAndSwap.*");
    private static final Pattern ACCESS = Pattern.compile(
            "(get|set|put|compareAnd|weakCompareAnd)(And|Opaque|Acquire|Release|Ordered|Exchange|Set|Reference|Int|Long|Object).*");

    PointsOfSwitch(ClassLoader parent) {
        super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (SHARED.matcher(name).matches()) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] code = withPoints(in.readAllBytes());
            return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static byte[] withPoints(byte[] code) {
        ClassReader reader = new ClassReader(code);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        Type self = Type.getObjectType(reader.getClassName());
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
                        return new Points(next, self);
                    }
                },
                0);
        return writer.toByteArray();
    }

    /** Announces a write of something that all such accesses of the class share: so each races with each. */
    private static final class Points extends MethodVisitor {
        private final Type self;

        Points(MethodVisitor next, Type self) {
            super(Opcodes.ASM9, next);
            this.self = self;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            boolean known =
                    INSTRUMENTED.matcher(owner).matches() && KNOWN.matcher(name).matches();
            if (!known
                    && HANDLES.matcher(owner).matches()
                    && ACCESS.matcher(name).matches()) {
                visitLdcInsn(self);
                visitInsn(Opcodes.LCONST_0);
                callFray("onUnsafeWriteVolatile", "(Ljava/lang/Object;J)V");
            }
            if (name.equals("notify") && descriptor.equals("()V")) {
                visitInsn(Opcodes.DUP);
                callFray("onObjectNotify", "(Ljava/lang/Object;)V");
                super.visitMethodInsn(
                        Opcodes.INVOKESTATIC, "dev/heddle/explore/Monitors", "wakeOne", "(Ljava/lang/Object;)V", false);
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            }
        }

        private void callFray(String name, String descriptor) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, "org/pastalab/fray/runtime/Runtime", name, descriptor, false);
        }
    }
}
