package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How a transport is chosen, what its answer begins with, and what it refuses. */
@Timeout(60)
class TransportWireTest {

    private static final String QUERY = "channel=public:wire&cursor=start";

    @AutoClose
    private static final RunningHalley halley = new RunningHalley();

    private static String id;

    @BeforeAll
    static void start() {
        id = halley.publish("public:wire", "1").getString("id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*                                                      |          | application/json",
                "text/event-stream                                        |          | text/event-stream",
                "Text/Event-Stream;q=0.5, application/json                |          | text/event-stream",
                "application/json, text/event-stream                      |          | application/json",
                "application/x-ndjson                                     |          | application/x-ndjson",
                "image/png, application/x-ndjson, text/html               |          | application/x-ndjson",
                "text/html,application/xhtml+xml,*/*;q=0.8                | iframe   | text/html; charset=utf-8",
                "text/html                                                |          | text/html; charset=utf-8",
                "text/html,application/xhtml+xml,*/*;q=0.8                | document | application/json",
                "text/event-streams, x/text/html, application/x-ndjson+a  |          | application/json",
            })
    void the_first_media_type_that_stands_for_a_transport_chooses_it(String accept, String dest, String contentType)
            throws Exception {
        try (RawConnection connection = new RawConnection(halley.gateway())) {
            connection.get(
                    "/v1/events?wait=0&" + QUERY,
                    "Accept",
                    accept,
                    "Sec-Fetch-Dest",
                    Objects.requireNonNullElse(dest, "empty"));
            RawConnection.Answer head = connection.readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Type")).isEqualTo(contentType);
            assertThat(head.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(head.header("Referrer-Policy")).isEqualTo("no-referrer");
            boolean stream = "chunked".equals(head.header("Transfer-Encoding"));
            assertThat(head.header("Cache-Control")).isEqualTo(stream ? "no-cache, no-transform" : "no-store");
            assertThat(head.header("X-Accel-Buffering")).isEqualTo(stream ? "no" : null);
        }
    }

    /** What runs in our origin is never what somebody else has chosen from what is there in every page. */
    @Test
    void a_callback_that_is_more_than_a_function_for_events_is_refused() throws Exception {
        for (String callback : List.of(
                "",
                "onEvents",
                "halley.onEvents",
                "top.halley.onEvents",
                "opener.halley.onEvents",
                "parent.parent.halley.onEvents",
                "parent.onEvents",
                "parent.close",
                "parent.location.replace",
                "parent.document.body.firstChild.click",
                "parent.halley",
                "parent.halley.",
                "parent.halley.click",
                "parent.halley.onclick",
                "parent.halley.constructor",
                "parent.halley.onEvents.constructor",
                "parent.halley.ownerDocument.location.onEvents",
                "parent.halley.onEvents()",
                "parent.halley.onEvents;alert(1)//",
                "parent.halley.on Events",
                "parent.halley.on1",
                "parent.halley.onÉ",
                "parent.halley.onEvents\u2028",
                "parent.halley.onEvents\n",
                "parent.halley.onEvents\0",
                "parent.halley.onEvents</script>",
                "parent.halley.on" + "X".repeat(113))) {
            assertRefused("transport=iframe&callback=" + encoded(callback), "invalid-callback");
        }
    }

    @Test
    void a_callback_has_at_most_128_characters_and_is_called_as_it_was_named() throws Exception {
        String first = "";
        for (String callback :
                List.of("parent.halley.onX", "parent.halley.onEvents_1", "parent.halley.on" + "X".repeat(112))) {
            try (RawConnection connection = new RawConnection(halley.gateway())) {
                connection.get("/v1/events?transport=iframe&" + QUERY + "&callback=" + callback);
                String policy = String.valueOf(connection.readHead().header("Content-Security-Policy"));
                assertThat(policy).contains("script-src 'nonce-").isNotEqualTo(first);
                first = policy;
                StringBuilder page = new StringBuilder();
                while (page.indexOf("JSON.parse") < 0) {
                    page.append((char) connection.readBody());
                }
                assertThat(page).endsWith(";\n" + callback + "(JSON.parse");
            }
        }
    }

    /** A foreign page in a frame of one of ours may take the frame there itself. */
    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site,                403",
        "Sec-Fetch-Site, same-site,                 403",
        "Sec-Fetch-Site, same-origin,               200",
        "Origin,         http://evil.example,       403",
        "Origin,         null,                      403",
        "Referer,        http://evil.example/a,     403",
        "Referer,        http://localhost/page?a=b, 200"
    })
    void a_frame_is_for_pages_of_this_gateway(String header, String value, int status) throws Exception {
        try (RawConnection connection = new RawConnection(halley.gateway())) {
            connection.get("/v1/events?transport=iframe&" + QUERY, header, value);
            assertThat(connection.readHead().status()).isEqualTo(status);
        }
    }

    /** Nothing of what a client says reaches the wire unescaped. */
    @ParameterizedTest
    @EnumSource
    void line_breaks_and_scripts_in_any_parameter(Transport transport) throws Exception {
        String hostile = "\r\nid: 9\r\n\r\n<script>\u2028'</script>";
        for (String name : List.of("channel", "cursor", "client", "wait", "limit", "dispatch", "inbox", "user")) {
            String others = name.equals("channel") ? "" : "&channel=public:wire";
            assertRefused(
                    "transport=" + transport.parameter() + others + "&" + name + "=" + encoded(hostile), "invalid-");
        }
        String query = "channel=public:wire&lastEventId=" + encoded(hostile);
        try (TransportClient client = transport.open(halley.gateway(), query)) {
            assertThat(client.replay())
                    .filteredOn(said -> said.isOfType("$gap"))
                    .singleElement()
                    .satisfies(said -> assertThat(said.event()).contains("\\r\\nid: 9\\r\\n\\r\\n"));
        }
    }

    @ParameterizedTest
    @CsvSource({"close", "keep-alive"})
    void to_http_1_0_a_poll_is_answered_with_its_length(String asked) throws Exception {
        try (RawConnection connection = new RawConnection(halley.gateway()).old()) {
            for (int poll = 0; poll < 2; poll++) {
                connection.get("/v1/events?wait=0&" + QUERY, "Connection", asked);
                RawConnection.Answer answer = connection.readAnswer();
                assertThat(answer.header("Transfer-Encoding")).isNull();
                assertThat(Poll.of(answer.body()).cursor()).isEqualTo(id);
                if (asked.equals("close")) {
                    assertThat(connection.isAtEnd()).isTrue();
                    return;
                }
                assertThat(answer.header("Connection")).isEqualTo("keep-alive");
            }
        }
    }

    private static void assertRefused(String query, String slug) throws Exception {
        try (RawConnection connection = new RawConnection(halley.gateway())) {
            String[] headers = query.startsWith("transport=ws&") ? RawWebSocket.handshake() : new String[0];
            connection.get("/v1/events?" + (query.contains("channel=") ? "" : QUERY + "&") + query, headers);
            RawConnection.Answer answer = connection.readAnswer();
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.body()).contains("urn:problem-type:halley:" + slug);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
