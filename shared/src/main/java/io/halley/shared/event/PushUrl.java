package io.halley.shared.event;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address that can be pushed, written as a browser's address bar would send it: host names in ASCII, everything else
 * that is not ASCII percent-encoded. An address without {@code ://} is taken for one of http.
 */
public record PushUrl(String text) {

    static final int LONGEST = 2048;

    private static final Pattern PARTS = Pattern.compile("(?i)(https?)://([^/?#]*)(.*)", Pattern.DOTALL);
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]]+)(?::([0-9]{0,5}))?");
    private static final Pattern HOST = Pattern.compile("(\\[.*]|[a-z0-9_-]+(\\.[a-z0-9_-]+)*\\.?)");

    /** Letters whose encoding changed from one IDN standard to the next: the old one would lead to another host. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[\u00df\u1e9e\u03c2\u200c\u200d]");

    /** ASCII that a browser encodes wherever it stands after the host. */
    private static final String ENCODED = "\"<>\\^`{|}";

    /**
     * Reads what somebody typed or copied.
     *
     * @throws InvalidValueException naming the rule that it breaks
     */
    public static PushUrl parse(String typed) {
        String text = typed.strip();
        if (text.isEmpty() || !text.codePoints().allMatch(PushUrl::isPlain)) {
            throw invalid(typed, "an address, without spaces and control characters");
        }
        Matcher parts = PARTS.matcher(text.contains("://") ? text : "http://" + text);
        if (!parts.matches()) {
            throw invalid(typed, "an address that begins with http:// or https://");
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        String url = scheme + "://" + authority(typed, parts.group(2)) + encode(parts.group(3));
        if (url.length() > LONGEST) {
            throw invalid(typed, "at most " + LONGEST + " characters, not " + url.length());
        }
        return new PushUrl(url);
    }

    private static String authority(String typed, String authority) {
        if (authority.contains("@")) {
            throw invalid(typed, "an address without a user name before the host");
        }
        Matcher parts = AUTHORITY.matcher(authority);
        String host = parts.matches() ? ascii(typed, parts.group(1)) : "";
        if (host.length() > 255 || !HOST.matcher(host).matches()) {
            throw invalid(typed, "an address with a host, such as example.com or localhost:8080");
        }
        String port = parts.group(2);
        if (port == null || port.isEmpty()) {
            return host;
        }
        if (Integer.parseInt(port) > 65_535) {
            throw invalid(typed, "a port of at most 65535");
        }
        return host + ":" + port;
    }

    private static String ascii(String typed, String host) {
        if (AMBIGUOUS.matcher(host).find()) {
            throw invalid(typed, "this host name as browsers send it, beginning with xn--");
        }
        try {
            return host.startsWith("[") ? host : IDN.toASCII(host).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String encode(String rest) {
        StringBuilder encoded = new StringBuilder(rest.length());
        for (byte b : rest.getBytes(StandardCharsets.UTF_8)) {
            if (b < 0 || ENCODED.indexOf(b) >= 0) {
                encoded.append(String.format("%%%02X", b & 0xff));
            } else {
                encoded.append((char) b);
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(int codePoint) {
        return !Character.isISOControl(codePoint)
                && !Character.isSpaceChar(codePoint)
                && !Character.isWhitespace(codePoint)
                && Character.getType(codePoint) != Character.SURROGATE;
    }

    private static InvalidValueException invalid(String typed, String expected) {
        return new InvalidValueException("url", typed, expected);
    }
}
