package io.halley.shared.http;

import io.halley.shared.event.InvalidValueException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a body says it is. */
public final class MediaType {

    public static final String JSON = "application/json";
    public static final String NDJSON = "application/x-ndjson";
    public static final String TEXT = "text/plain";

    private static final Pattern CHARSET = Pattern.compile("charset\\s*=\\s*\"?([^\";]*)\"?");

    private MediaType() {}

    /**
     * Reads a {@code Content-Type} header.
     *
     * @param taken the types that are taken here, the usual one first
     * @return one of {@code taken}
     * @throws ProblemException 415 showing what to send, if it is none of them, or not in UTF-8
     */
    public static String read(@Nullable String contentType, String... taken) {
        String header = contentType == null ? "" : contentType;
        int end = header.indexOf(';');
        String type = (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        Matcher charset = CHARSET.matcher(end < 0 ? "" : header.substring(end).toLowerCase(Locale.ROOT));
        boolean utf8 = !charset.find() || charset.group(1).strip().matches("utf-?8|us-ascii");
        if (!List.of(taken).contains(type) || !utf8) {
            throw new ProblemException(Problem.unsupportedMediaType(detail(contentType, taken)));
        }
        return type;
    }

    private static String detail(@Nullable String contentType, String... taken) {
        return "Content-Type: " + (contentType == null ? "none" : InvalidValueException.quote(contentType))
                + " (expected: " + String.join(" or ", taken) + ", in UTF-8; with curl: -H 'Content-Type: " + taken[0]
                + "')";
    }
}
