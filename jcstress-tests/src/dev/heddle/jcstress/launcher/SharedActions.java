package dev.heddle.jcstress.launcher;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Finds, in a source, all that threads do to each other: every change of a field that they share, every wake-up, and every look at such a
 * field in a method that also changes one, wakes or waits. A look in a method that does nothing else decides nothing there.
 *
 * <p>Shared is a field that is volatile, or has a handle, or is an atomic object, a concurrent collection, a latch or a semaphore. Counters that only add up
 * are left out: {@code LongAdder}, {@code LongAccumulator}. So are the first values of fields.
 */
final class SharedActions {
    /** What an action does. */
    enum Kind {
        CHANGE,
        WAKE,
        LOOK
    }

    /**
     * An action.
     *
     * @param file the source, from the project's directory
     * @param method its class and method
     * @param text the source of it, in one line; with a number if the method has it more than once
     * @param field what it is done to; empty for a wake-up
     * @param firstLine where it begins, from 1
     * @param lastLine where it ends
     */
    record Action(String file, String method, String text, Kind kind, String field, int firstLine, int lastLine) {}

    private static final Set<String> ATOMIC = Set.of(
            "VarHandle",
            "AtomicReference",
            "AtomicBoolean",
            "AtomicInteger",
            "AtomicLong",
            "AtomicReferenceArray",
            "AtomicIntegerArray",
            "AtomicLongArray");

    private static final Set<String> CONTAINERS = Set.of(
            "Queue", "BlockingQueue", "ConcurrentLinkedQueue", "ConcurrentHashMap", "CountDownLatch", "Semaphore");

    private static final Set<String> LOOKS = Set.of(
            "get",
            "getAcquire",
            "getOpaque",
            "getVolatile",
            "getPlain",
            "isEmpty",
            "peek",
            "contains",
            "containsKey",
            "size",
            "getCount",
            "hasQueuedThreads",
            "availablePermits",
            "forEach",
            "stream",
            "values",
            "iterator");

    private static final Set<String> WAITS =
            Set.of("park", "parkNanos", "await", "awaitUninterruptibly", "poll", "yield");

    private final JavaCompiler javac = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK is needed");
    private final Path project;

    /** @param project the project's directory */
    SharedActions(Path project) {
        this.project = project.toAbsolutePath();
    }

    /** All actions of some sources, given from the project's directory. */
    List<Action> of(Stream<Path> sources) throws IOException {
        List<Path> files = sources.map(project::resolve).sorted().toList();
        List<Action> actions = new ArrayList<>();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) javac.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                String file = project.relativize(Path.of(unit.getSourceFile().toUri()))
                        .toString()
                        .replace('\\', '/');
                actions.addAll(new OneSource(file, unit, positions).actions());
            }
        }
        return actions;
    }

    /** One source. */
    private static final class OneSource {
        private final String file;
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final Set<String> volatiles = new HashSet<>();
        private final Set<String> objects = new HashSet<>();
        private final Map<String, String> handles = new HashMap<>();

        /** Methods of the source that look at what is shared, by themselves or by another. */
        private final Set<String> looking = new HashSet<>();

        OneSource(String file, CompilationUnitTree unit, SourcePositions positions) {
            this.file = file;
            this.unit = unit;
            this.positions = positions;
        }

        List<Action> actions() throws IOException {
            List<MethodBody> methods = new ArrayList<>();
            new TreePathScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitVariable(VariableTree variable, @Nullable Void none) {
                    if (getCurrentPath().getParentPath().getLeaf() instanceof ClassTree) {
                        field(variable);
                    }
                    return super.visitVariable(variable, null);
                }

                @Override
                public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
                    if (method.getBody() != null && method.getReturnType() != null) {
                        methods.add(new MethodBody(name(getCurrentPath(), method), method, getCurrentPath()));
                    }
                    return super.visitMethod(method, null);
                }
            }.scan(unit, null);
            if (volatiles.isEmpty() && objects.isEmpty() && methods.stream().noneMatch(this::wakes)) {
                return List.of();
            }
            boolean more = true;
            while (more) {
                more = false;
                for (MethodBody each : methods) {
                    Found found = new Found(each);
                    if (found.looks() && !found.acts) {
                        more |= looking.add(each.method.getName().toString());
                    }
                }
            }
            List<Action> actions = new ArrayList<>();
            for (MethodBody each : methods) {
                actions.addAll(new Found(each).actions());
            }
            return actions;
        }

        private boolean wakes(MethodBody body) {
            return new Found(body).acts;
        }

        private void field(VariableTree field) {
            String name = field.getName().toString();
            String type = simple(String.valueOf(field.getType()));
            String first = String.valueOf(field.getInitializer());
            if (field.getModifiers().getFlags().contains(Modifier.VOLATILE)) {
                volatiles.add(name);
            }
            if (ATOMIC.contains(type) || CONTAINERS.contains(type) || first.contains("Concurrent")) {
                objects.add(name);
            }
            if (type.equals("VarHandle") && first.contains("\"")) {
                handles.put(name, first.replaceAll("^[^\"]*\"([^\"]*)\".*$", "$1"));
            }
        }

        /** What was found in one method. */
        private final class Found {
            private final MethodBody body;
            private final Map<Tree, Action> found = new LinkedHashMap<>();

            /** Parameters and local variables: they hide a field of the same name. */
            private final Set<String> locals = new HashSet<>();

            /** The fields that the method exchanges. What such an exchange compares with is no look of its own. */
            private final Set<String> exchanged = new HashSet<>();

            private boolean acts;

            Found(MethodBody body) {
                this.body = body;
                new Scanner().scan(body.path, null);
                found.values().removeIf(action -> action.kind == Kind.LOOK && exchanged.contains(action.field));
            }

            boolean looks() {
                return found.values().stream().anyMatch(action -> action.kind == Kind.LOOK);
            }

            List<Action> actions() {
                if (!acts) {
                    return List.of();
                }
                Map<String, Integer> times = new HashMap<>();
                List<Action> numbered = new ArrayList<>();
                for (Action action : found.values()) {
                    int time = times.merge(action.text, 1, Integer::sum);
                    numbered.add(
                            time == 1
                                    ? action
                                    : new Action(
                                            file,
                                            action.method,
                                            action.text + " (" + time + ")",
                                            action.kind,
                                            action.field,
                                            action.firstLine,
                                            action.lastLine));
                }
                return numbered;
            }

            private void add(Kind kind, String field, Tree tree) {
                acts |= kind != Kind.LOOK;
                int first = line(positions.getStartPosition(unit, tree));
                int last = line(positions.getEndPosition(unit, tree));
                found.putIfAbsent(tree, new Action(file, body.name, text(tree), kind, field, first, last));
            }

            /** Visits the method, without those of classes inside it. */
            private final class Scanner extends TreePathScanner<@Nullable Void, @Nullable Void> {
                @Override
                public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void none) {
                    changes(tree.getVariable(), tree);
                    return scan(tree.getExpression(), null);
                }

                @Override
                public @Nullable Void visitCompoundAssignment(CompoundAssignmentTree tree, @Nullable Void none) {
                    changes(tree.getVariable(), tree);
                    return scan(tree.getExpression(), null);
                }

                @Override
                public @Nullable Void visitUnary(UnaryTree tree, @Nullable Void none) {
                    switch (tree.getKind()) {
                        case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT ->
                            changes(tree.getExpression(), tree);
                        default -> {}
                    }
                    return super.visitUnary(tree, null);
                }

                private void changes(ExpressionTree variable, Tree whole) {
                    if (volatiles.contains(last(variable))) {
                        add(Kind.CHANGE, last(variable), whole);
                    }
                }

                @Override
                public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void none) {
                    Tree parent = getCurrentPath().getParentPath().getLeaf();
                    String name = tree.getName().toString();
                    boolean isMethod = parent instanceof MethodInvocationTree call && call.getMethodSelect() == tree;
                    if (volatiles.contains(name) && !isMethod && !locals.contains(name)) {
                        add(Kind.LOOK, name, tree);
                    }
                    return null;
                }

                @Override
                public @Nullable Void visitVariable(VariableTree local, @Nullable Void none) {
                    locals.add(local.getName().toString());
                    return super.visitVariable(local, null);
                }

                @Override
                public @Nullable Void visitMemberReference(MemberReferenceTree tree, @Nullable Void none) {
                    if (tree.getName().contentEquals("countDown")) {
                        add(Kind.WAKE, "", tree);
                    }
                    return super.visitMemberReference(tree, null);
                }

                @Override
                public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void none) {
                    String method = last(call.getMethodSelect());
                    String on = call.getMethodSelect() instanceof MemberSelectTree select
                            ? last(select.getExpression())
                            : "";
                    if (isWakeUp(method, on)) {
                        add(Kind.WAKE, "", call);
                    } else if (objects.contains(on) && !locals.contains(on)) {
                        String field = handles.getOrDefault(on, on);
                        add(LOOKS.contains(method) ? Kind.LOOK : Kind.CHANGE, field, call);
                        if (method.equals("compareAndSet")) {
                            exchanged.add(field);
                        }
                    } else if (on.equals("Parking") && method.equals("enqueue")) {
                        add(Kind.CHANGE, last(call.getArguments().getFirst()), call);
                    } else if (WAITS.contains(method)
                            && Set.of("Parking", "LockSupport", "Latches", "Thread")
                                    .contains(on)) {
                        acts = true;
                    } else if (on.isEmpty() && looking.contains(method)) {
                        add(Kind.LOOK, "", call);
                    }
                    return super.visitMethodInvocation(call, null);
                }

                @Override
                public @Nullable Void visitClass(ClassTree inside, @Nullable Void none) {
                    return null;
                }
            }
        }

        private static boolean isWakeUp(String method, String on) {
            return switch (method) {
                case "unpark", "countDown", "wakeup" -> true;
                case "release" -> on.equals("permits");
                case "interrupt" -> !on.isEmpty() && !on.equals("self") && !on.equals("currentThread");
                default -> false;
            };
        }

        private int line(long position) {
            return (int) unit.getLineMap().getLineNumber(position);
        }

        private String text(Tree tree) {
            try {
                return unit.getSourceFile()
                        .getCharContent(true)
                        .subSequence((int) positions.getStartPosition(unit, tree), (int)
                                positions.getEndPosition(unit, tree))
                        .toString()
                        .replaceAll("\\s+", " ")
                        .replace("( ", "(");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private record MethodBody(String name, MethodTree method, TreePath path) {}

    private static String name(TreePath path, MethodTree method) {
        StringBuilder name = new StringBuilder(method.getName());
        for (TreePath at = path.getParentPath(); at != null; at = at.getParentPath()) {
            if (at.getLeaf() instanceof ClassTree type && !type.getSimpleName().isEmpty()) {
                name.insert(0, type.getSimpleName() + ".");
            }
        }
        return name.toString();
    }

    /** The last name of an expression: of a field, or of a method. */
    private static String last(Tree expression) {
        return switch (expression) {
            case IdentifierTree identifier -> identifier.getName().toString();
            case MemberSelectTree select -> select.getIdentifier().toString();
            case MethodInvocationTree call -> last(call.getMethodSelect());
            default -> "";
        };
    }

    private static String simple(String type) {
        return type.replaceAll("<.*", "").replaceAll("^.*[. ]", "");
    }
}
