package io.halley.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.BoundedReads;
import io.halley.shared.bus.StoreClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class PublisherRoutesTest {

    private static final Pattern LINE = Pattern.compile("(?m)^(?:  (/\\S*)|    (get|post|put|patch|delete)):$");

    @Test
    void the_openapi_document_has_every_route_and_no_other() throws IOException {
        Set<String> documented = new TreeSet<>();
        Matcher line = LINE.matcher(resource("openapi.yaml"));
        for (String path = ""; line.find(); ) {
            if (line.group(1) != null) {
                path = line.group(1);
            } else {
                documented.add(line.group(2).toUpperCase(Locale.ROOT) + " " + path);
            }
        }

        assertThat(documented).isEqualTo(routes()).hasSizeGreaterThan(10);
    }

    @Test
    void the_docs_show_a_curl_line_for_every_route_below_v1() throws IOException {
        String docs = resource("docs.html");

        assertThat(routes().stream().filter(route -> route.contains("/v1/"))).allSatisfy(route -> {
            String path = route.replaceFirst("^\\S+ ", "").replaceAll("\\{\\w+}", "[\\\\w:]+");
            assertThat(docs).containsPattern("curl [^<]*:8081" + path + "[ ?']");
        });
    }

    /** All but what the pages are made of. */
    private static Set<String> routes() throws IOException {
        Vertx vertx = Vertx.vertx();
        try {
            Router router = routes(vertx).router(vertx);
            return router.getRoutes().stream()
                    .filter(route -> route.methods() != null)
                    .filter(route -> !String.valueOf(route.getPath()).matches("/console/.*|/.*\\.(css|svg|js)"))
                    .flatMap(route -> route.methods().stream()
                            .filter(method -> !method.name().equals("HEAD"))
                            .map(method -> method + " "
                                    + String.valueOf(route.getPath()).replaceAll(":(\\w+)", "{$1}")))
                    .collect(Collectors.toCollection(TreeSet::new));
        } finally {
            vertx.close().await();
        }
    }

    private static PublisherRoutes routes(Vertx vertx) {
        StoreClient store = new StoreClient(vertx);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        BoundedReads reads = new BoundedReads(vertx, store);
        HeldHistories held = new HeldHistories(vertx, store, reads, meters, 1);
        return new PublisherRoutes(store, reads, "key", held, meters, new ClassicCopies(store, false));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = PublisherRoutesTest.class.getResourceAsStream("/web/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
