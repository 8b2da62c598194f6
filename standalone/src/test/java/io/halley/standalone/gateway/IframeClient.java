package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A frame that never ends. A script ends at the first {@code </script}, whatever stands around it, as in a browser (WHATWG
 * HTML, section 13.2.5.17), and in its string nothing may be that an engine of any age reads otherwise.
 */
final class IframeClient implements TransportClient {

    private static final Pattern HEAD = Pattern.compile(
            "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Halley</title></head><body>\n<!--[ \n]{1024,4096}-->\n");
    private static final Pattern TAG = Pattern.compile("<script nonce=\"([A-Za-z0-9_-]{22,})\">");
    private static final String CALL = "\ndocument.body.textContent='';\nparent.halley.onEvents(JSON.parse('";
    private static final String NEVER = "'<>\r\n\0\u2028\u2029";
    private static final String END = "'));\n</script>";

    private final RawConnection connection;
    private final Deque<String> events = new ArrayDeque<>();
    private RawConnection.@Nullable Answer head;

    IframeClient(RawConnection connection, String target, String... headers) throws IOException {
        this.connection = connection.get(target, headers);
    }

    @Override
    public RawConnection.Answer head() throws IOException {
        if (head == null) {
            head = connection.readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(upTo("-->\n")).matches(HEAD);
        }
        return head;
    }

    @Override
    public @Nullable Said next() throws IOException {
        String policy = head().header("Content-Security-Policy");
        while (events.isEmpty()) {
            String tag = upTo(">");
            if (tag.equals("</body>")) {
                assertThat(upTo("\n")).isEqualTo("</html>\n");
                assertThat(connection.readBody()).isEqualTo(-1);
                return null;
            }
            Matcher start = TAG.matcher(tag);
            assertThat(start.matches()).as(tag).isTrue();
            assertThat(policy)
                    .isEqualTo("default-src 'none'; script-src 'nonce-" + start.group(1) + "'; frame-ancestors 'self'");
            String script = upTo("</script") + upTo(">");
            assertThat(script).startsWith(CALL).endsWith(END);
            events.addAll(JsonText.elements(unquoted(script.substring(CALL.length(), script.length() - END.length()))));
        }
        return Said.of(events.remove());
    }

    private static String unquoted(String string) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (NEVER.indexOf(c) >= 0) {
                throw new AssertionError("in a string: " + (int) c);
            } else if (c != '\\') {
                text.append(c);
            } else if (string.charAt(++i) == 'u') {
                text.append((char) Integer.parseInt(string.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                assertThat(string.charAt(i)).isIn('\'', '\\');
                text.append(string.charAt(i));
            }
        }
        return text.toString();
    }

    private String upTo(String end) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] last = end.getBytes(StandardCharsets.US_ASCII);
        int matched = 0;
        while (matched < last.length) {
            int b = connection.readBody();
            if (b == -1) {
                throw new AssertionError("ends after: " + bytes);
            }
            bytes.write(b);
            matched = b == last[matched] ? matched + 1 : b == last[0] ? 1 : 0;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void kill() {
        connection.kill();
    }
}
