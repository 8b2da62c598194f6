package io.halley.standalone.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody else's web site: every path is a page whose heading is the path without its slash,
 * and which needs an origin of its own to say what it has kept. */
final class Site implements AutoCloseable {

    private final HttpServer server;
    private final List<String> visits = new CopyOnWriteArrayList<>();

    Site() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::show);
        server.start();
    }

    String address(String heading) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + heading;
    }

    /** How often a page was asked for. */
    long visits(String heading) {
        return visits.stream().filter(heading::equals).count();
    }

    private void show(HttpExchange exchange) throws IOException {
        String heading = exchange.getRequestURI().getPath().substring(1);
        visits.add(heading);
        byte[] page = ("<!doctype html><html lang=en><link rel=icon href='data:,'><title>" + heading + "</title><h1>"
                        + heading
                        + "</h1><p></p><script>document.querySelector('p').textContent = localStorage.length + ' kept'</script>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
