package dev.heddle.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * The two kinds of archive that a JVM starts faster with, and the JVM's options for them: an AppCDS archive holds classes, an AOT cache
 * holds them linked, with profiles of their methods.
 */
enum StartupArchive {
    /** Java 21 to 24: made in a second run, from a list of the classes that the first has loaded. With the JDK's own classes, and so faster than one on top of theirs. */
    APP_CDS("jsa", "-XX:DumpLoadedClassList=", "-XX:SharedArchiveFile=", "-Xshare:on"),
    /** From Java 25: written by the first run itself. */
    AOT_CACHE("aot", "-XX:AOTCacheOutput=", "-XX:AOTCache=", "-XX:AOTMode=on");

    private static final int FIRST_WITH_AOT_CACHE = 25;

    private final String extension;
    private final String learnt;
    private final String used;
    private final String required;

    StartupArchive(String extension, String learnt, String used, String required) {
        this.extension = extension;
        this.learnt = learnt;
        this.used = used;
        this.required = required;
    }

    /** The kind for a feature release of Java. */
    static StartupArchive of(int feature) {
        return feature >= FIRST_WITH_AOT_CACHE ? AOT_CACHE : APP_CDS;
    }

    /** Where it is written unless the user says otherwise: beside the jar. */
    Path beside(Path jar) {
        String name = String.valueOf(jar.getFileName());
        String stem = name.endsWith(".jar") ? name.substring(0, name.length() - ".jar".length()) : name;
        return jar.resolveSibling(stem + "." + extension);
    }

    /** The option with which a JVM writes down what it has loaded: the archive itself, or a list to make it from. */
    String optionToLearn(Path file) {
        return learnt + file;
    }

    /** The options with which a JVM makes the archive from what another has learnt; none if that is the archive. */
    List<String> optionsToMake(Path classes, Path file) {
        return this == AOT_CACHE
                ? List.of()
                : List.of("-Xshare:dump", "-XX:SharedClassListFile=" + classes, used + file);
    }

    /** The option with which a JVM uses the file if it can. */
    String optionToUse(Path file) {
        return used + file;
    }

    /** The options with which a JVM uses the file or does not start. */
    List<String> optionsToRequire(Path file) {
        return List.of(optionToUse(file), required);
    }

    /** Whether an option names an archive to use. The user's own must not reach a JVM that learns for another archive, or makes it. */
    static boolean isOptionToUse(String option) {
        return option.startsWith(APP_CDS.used) || option.startsWith(AOT_CACHE.used);
    }
}
