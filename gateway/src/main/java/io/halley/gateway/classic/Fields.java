package io.halley.gateway.classic;

import io.halley.shared.event.InvalidValueException;
import io.halley.shared.http.MediaType;
import io.halley.shared.http.RequestBody;
import io.halley.shared.http.SoundRequest;
import io.halley.shared.http.Utf8;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a page has sent: its query, and with POST its form, which counts if a name is in both. Names and values as PHP gives
 * them to a script: parted by {@code &} alone, a name without value is empty, of one that comes twice the last counts.
 */
record Fields(Map<String, String> values) {

    private static final String FORM = "application/x-www-form-urlencoded";

    private static final Pattern ASCII = Pattern.compile("([\\x00-\\x7F&&[^%]]|%[0-7][0-9A-Fa-f])*+");

    Fields {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** All fields of a request; with POST, its body has been read. */
    static Fields of(RoutingContext context) {
        String query = SoundRequest.query(context.request());
        Map<String, String> values = new LinkedHashMap<>(parse(query == null ? "" : query).values);
        if (context.request().method().equals(HttpMethod.POST)) {
            values.putAll(posted(context).values);
        }
        return new Fields(values);
    }

    /**
     * Only those of the form.
     *
     * @throws io.halley.shared.http.ProblemException 415 if it is no form in UTF-8
     */
    static Fields posted(RoutingContext context) {
        Buffer body = RequestBody.of(context);
        if (body.length() == 0) {
            return new Fields(Map.of());
        }
        MediaType.read(context.request().getHeader(HttpHeaders.CONTENT_TYPE), FORM);
        return parse(Utf8.decode(body));
    }

    /** Reads {@code name=value&name=value}. */
    static Fields parse(String encoded) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : encoded.split("&")) {
            int sign = pair.indexOf('=');
            String name = decode(sign < 0 ? pair : pair.substring(0, sign));
            if (!name.isEmpty()) {
                values.put(name, sign < 0 ? "" : decode(pair.substring(sign + 1)));
            }
        }
        return new Fields(values);
    }

    /**
     * One value in the query of an address that somebody else has made, whatever else is in it and however that is encoded;
     * empty if there is none that can be read.
     *
     * @param name of letters and digits
     */
    static String ofAddress(String address, String name) {
        String start = name + "=";
        return Stream.of(address.replaceFirst("(?s)#.*", "")
                        .replaceFirst("(?s)^[^?]*\\??", "")
                        .split("&"))
                .filter(pair -> pair.startsWith(start))
                .map(pair -> pair.substring(start.length()))
                .filter(value -> ASCII.matcher(value).matches())
                .map(Fields::decode)
                .reduce("", (before, last) -> last);
    }

    /** The value; empty if there is none. */
    String text(String name) {
        return values.getOrDefault(name, "");
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** A whole number from {@code least}, 0 or more, to {@code most}. */
    int number(String name, int otherwise, int least, int most) {
        String text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw new InvalidValueException(name, text, "a whole number from " + least + " to " + most);
        }
        return number;
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text.replace('+', ' ');
        }
        Buffer bytes = Buffer.buffer();
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.appendByte(hex(text, i));
                i += 3;
            } else {
                int next = text.offsetByCodePoints(i, 1);
                bytes.appendString(c == '+' ? " " : text.substring(i, next));
                i = next;
            }
        }
        return Utf8.decode("field", bytes);
    }

    private static byte hex(String text, int at) {
        int high = at + 2 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
        int low = at + 2 < text.length() ? Character.digit(text.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            String shown = text.substring(at, Math.min(text.length(), at + 3));
            throw new InvalidValueException("form", shown, "a percent sign and two hexadecimal digits");
        }
        return (byte) (high << 4 | low);
    }
}
