package io.halley.standalone.fault;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the page of a hidden frame as it comes. A script that is not ended is not run. */
final class EventScripts implements Handler<Buffer> {

    private static final Pattern CALL = Pattern.compile("parent\\.halley\\.onEvents\\(JSON\\.parse\\('(.*)'\\)\\);");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(?:u(....)|(.))");

    private final RecordParser scripts =
            RecordParser.newDelimited("</script>", script -> run(script.toString(StandardCharsets.UTF_8)));
    private final EventObjects objects;

    EventScripts(EventObjects objects) {
        this.objects = objects;
    }

    @Override
    public void handle(Buffer bytes) {
        scripts.handle(bytes);
    }

    private void run(String script) {
        for (MatchResult call : CALL.matcher(script).results().toList()) {
            new JsonArray(unescaped(call.group(1))).forEach(event -> objects.take((JsonObject) event));
        }
    }

    private static String unescaped(String string) {
        return ESCAPED.matcher(string).replaceAll(EventScripts::character);
    }

    private static String character(MatchResult escaped) {
        String code = escaped.group(1);
        String character = code == null ? escaped.group(2) : Character.toString(Integer.parseInt(code, 16));
        return Matcher.quoteReplacement(character);
    }
}
