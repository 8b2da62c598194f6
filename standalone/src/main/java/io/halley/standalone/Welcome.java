package io.halley.standalone;

import io.halley.shared.config.Config;
import io.halley.shared.runtime.Version;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What Halley says to whoever started all of it in one process. */
final class Welcome {

    private Welcome() {}

    static String text(Config config, Standalone halley) {
        String gateway = config.url(halley.gatewayPort());
        String publisher = config.url(halley.publisherPort());
        String made = config.publishKey() == null ? halley.secrets().publishKey() : null;
        return """
                Halley %s is up.

                  pages       %s/
                  console     %s/%s
                  management  %s/ready
                  data        %s

                Open %s/push?user=1 and push a page there:

                  %s

                Ctrl-C ends it.
                """
                .formatted(
                        Version.CURRENT,
                        gateway,
                        publisher,
                        made == null ? "" : "#key=" + URLEncoder.encode(made, StandardCharsets.UTF_8),
                        config.url(halley.managementPort()),
                        config.store().dataDir().toAbsolutePath().normalize(),
                        gateway,
                        curl(publisher, made == null ? "$HALLEY_PUBLISH_KEY" : made));
    }

    /** A key that was set is nobody's business who reads the screen; one that was made is to be had from it. */
    private static String curl(String publisher, String key) {
        return "curl -H \"Authorization: Bearer " + key + "\" -H 'Content-Type: application/json'"
                + " -d '{\"to\":[\"1\"],\"url\":\"https://example.org/\"}' " + publisher + "/v1/push";
    }
}
