package dev.heddle.cli;

import java.util.List;

/** A page of links to what is in a directory. Pure. */
final class DirectoryListing {
    private DirectoryListing() {}

    /**
     * The page.
     *
     * @param path the path of the directory, decoded
     * @param names what is in it; a slash at the end of a name makes it a directory
     */
    static String html(String path, List<String> names) {
        String title = "Files in " + escape(path);
        StringBuilder page = new StringBuilder();
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>")
                .append(title)
                .append("</title></head>\n<body>\n<h1>")
                .append(title)
                .append("</h1>\n<ul>\n");
        if (!path.equals("/")) {
            page.append("<li><a href=\"../\">../</a></li>\n");
        }
        for (String name : names) {
            page.append("<li><a href=\"")
                    .append(link(name))
                    .append("\">")
                    .append(escape(name))
                    .append("</a></li>\n");
        }
        page.append("</ul>\n");
        if (names.size() == FileTree.MOST_ENTRIES) {
            page.append("<p>No more than ").append(FileTree.MOST_ENTRIES).append(" are listed.</p>\n");
        }
        return page.append("</body>\n</html>\n").toString();
    }

    private static String link(String name) {
        return name.endsWith("/")
                ? PathSegments.encode(name.substring(0, name.length() - 1)) + "/"
                : PathSegments.encode(name);
    }

    /** As text or within a quoted attribute. */
    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
