package io.halley.standalone.gateway;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/** JSON as it was written, which a parser would not keep. */
final class JsonText {

    private JsonText() {}

    /** The elements of an array without white space between its tokens. */
    static List<String> elements(String array) {
        List<String> elements = new ArrayList<>();
        boolean quoted = false;
        int depth = 0;
        int start = 1;
        for (int i = 0; i < array.length(); i++) {
            char c = array.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '[' || c == '{') {
                depth++;
            } else if (c == ']' || c == '}') {
                depth--;
            }
            boolean ends = !quoted && (depth == 0 || (depth == 1 && c == ','));
            if (ends && start < i) {
                elements.add(array.substring(start, i));
                start = i + 1;
            }
        }
        if (new JsonArray(array).size() != elements.size()) {
            throw new AssertionError("not the elements of " + array + ": " + elements);
        }
        return elements;
    }
}
