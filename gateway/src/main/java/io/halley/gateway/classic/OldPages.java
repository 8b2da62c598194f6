package io.halley.gateway.classic;

import io.halley.shared.http.Problems;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The user's own old pages, out of a folder: files in it, whatever links lead there, but no scripts for PHP and what is
 * left of them, and nothing whose name begins with a dot. Pages keep the encoding that they name themselves, and may do
 * what they always did.
 */
final class OldPages implements Handler<RoutingContext> {

    private static final System.Logger LOG = System.getLogger(OldPages.class.getName());

    private static final String INDEX = "index.html";

    /** What was never meant to be seen: scripts, under whatever name they were put by, and what editors leave behind. */
    private static final Pattern HIDDEN = Pattern.compile("\\..*|.*(\\\\.*|\\.ph[pt].*|\\.(inc|bak|swp)|~)");

    private static final Map<String, String> MEDIA_TYPES = Map.ofEntries(
            Map.entry("html", "text/html"),
            Map.entry("htm", "text/html"),
            Map.entry("js", "text/javascript"),
            Map.entry("css", "text/css"),
            Map.entry("txt", "text/plain"),
            Map.entry("json", "application/json"),
            Map.entry("xml", "text/xml"),
            Map.entry("png", "image/png"),
            Map.entry("gif", "image/gif"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("ico", "image/x-icon"));

    private final Vertx vertx;
    private final Path folder;

    OldPages(Vertx vertx, Path folder) {
        this.vertx = vertx;
        this.folder = folder;
    }

    /**
     * A file, to be sent; with neither file nor length it is a folder, whose address lacks its slash.
     *
     * @param file open; null where only its head is asked for
     */
    private record Found(String name, @Nullable FileChannel file, long length) {}

    /** What is not there, or not to be had, is left to the next one. */
    @Override
    public void handle(RoutingContext context) {
        String rest = context.pathParam("*");
        String path = rest == null ? "" : rest;
        boolean withBody = context.request().method().equals(HttpMethod.GET);
        vertx.executeBlocking(() -> look(path, withBody), false)
                .onComplete(found -> answer(context, found), context::fail);
    }

    /** Blocks. One that goes in this very moment, or may not be read, is not there. */
    private @Nullable Found look(String path, boolean withBody) throws IOException {
        try {
            return find(path, withBody);
        } catch (NoSuchFileException | AccessDeniedException e) {
            LOG.log(Level.DEBUG, "{0}: {1}", path, e.getMessage());
            return null;
        }
    }

    private @Nullable Found find(String path, boolean withBody) throws IOException {
        Path root = folder.toRealPath();
        Path asked = resolved(root, path);
        if (asked == null || !Files.exists(asked)) {
            return null;
        }
        Path file = asked.toRealPath();
        if (!file.startsWith(root) || !isShown(root.relativize(file))) {
            return null;
        }
        if (Files.isDirectory(file)) {
            return path.isEmpty() || path.endsWith("/") ? null : new Found("", null, 0);
        }
        if (!Files.isRegularFile(file)) {
            return null;
        }
        String name = file.getFileName().toString();
        if (!withBody) {
            return new Found(name, null, Files.size(file));
        }
        FileChannel opened = FileChannel.open(file, StandardOpenOption.READ);
        return new Found(name, opened, opened.size());
    }

    private static @Nullable Path resolved(Path root, String path) {
        try {
            Path relative = Path.of((path.endsWith("/") ? path + INDEX : path).replaceFirst("^/+", ""));
            return relative.isAbsolute() || !isShown(relative) ? null : root.resolve(relative);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static boolean isShown(Path relative) {
        for (Path part : relative) {
            if (HIDDEN.matcher(part.toString().toLowerCase(Locale.ROOT)).matches()) {
                return false;
            }
        }
        return true;
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static void answer(RoutingContext context, @Nullable Found found) {
        HttpServerResponse response = context.response();
        if (found == null) {
            context.next();
            return;
        }
        if (found.name.isEmpty()) {
            String query = context.request().query();
            response.setStatusCode(302)
                    .putHeader(
                            HttpHeaders.LOCATION,
                            context.normalizedPath() + "/" + (query == null ? "" : "?" + encoded(query)))
                    .end();
            return;
        }
        response.putHeader(
                        HttpHeaders.CONTENT_TYPE,
                        MEDIA_TYPES.getOrDefault(ending(found.name), "application/octet-stream"))
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("X-Content-Type-Options", "nosniff");
        FileChannel file = found.file;
        // the length that is sent goes before the one that was found: somebody may be saving the page just now
        Future<Void> sent = file == null
                ? response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(found.length))
                        .end()
                : response.sendFile(file, 0, found.length);
        sent.onComplete(done -> close(file)).onFailure(failure -> giveUp(context, found.name, failure));
    }

    /** A query as it was sent; its characters are bytes, and no header takes every one of them. */
    private static String encoded(String query) {
        StringBuilder encoded = new StringBuilder(query.length());
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            encoded.append(c > ' ' && c < 0x7F ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return encoded.toString();
    }

    /** A client that went away is nothing; one that is there waits for what a file that became shorter has no more. */
    private static void giveUp(RoutingContext context, String name, Throwable failure) {
        LOG.log(Problems.isGone(failure) ? Level.DEBUG : Level.WARNING, "sending {0}: {1}", name, failure.getMessage());
        context.request().connection().close();
    }

    private static void close(@Nullable FileChannel file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing a page", e);
        }
    }
}
