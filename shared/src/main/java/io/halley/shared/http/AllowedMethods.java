package io.halley.shared.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which methods a router takes at a path: what belongs into {@code Allow}, and Vert.x keeps to itself. */
final class AllowedMethods {

    private AllowedMethods() {}

    static List<String> of(Router router, String path) {
        return router.getRoutes().stream()
                .filter(route -> matches(route.getPath(), path))
                .flatMap(AllowedMethods::methods)
                .map(HttpMethod::name)
                .distinct()
                .sorted()
                .toList();
    }

    private static Stream<HttpMethod> methods(Route route) {
        Set<HttpMethod> methods = route.methods();
        return methods == null ? Stream.empty() : methods.stream();
    }

    private static boolean matches(@Nullable String pattern, String path) {
        if (pattern == null) {
            return false;
        }
        String[] expected = pattern.split("/", -1);
        String[] parts = path.split("/", -1);
        if (expected.length != parts.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (!expected[i].startsWith(":") && !expected[i].equals(parts[i])) {
                return false;
            }
        }
        return true;
    }
}
