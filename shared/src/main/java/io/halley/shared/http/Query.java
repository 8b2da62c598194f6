package io.halley.shared.http;

import io.halley.shared.event.InvalidValueException;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads query parameters. Those that nobody asks for are ignored; one that is asked for may be given once. */
public final class Query {

    /** The most that one part of a listing holds. */
    public static final int LARGEST_PAGE = 1000;

    private static final int USUAL_PAGE = 100;
    private static final Pattern START_OF_A_NAME = Pattern.compile("[A-Za-z0-9._~@+:-]{0,200}");

    private Query() {}

    /** The parameter's value, or null if it was not given. */
    public static @Nullable String text(RoutingContext context, String name) {
        List<String> values = context.queryParam(name);
        if (values.size() > 1) {
            throw new InvalidValueException(
                    name, String.join(", ", values), "given once, not " + values.size() + " times");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /** {@code limit=}, 1 to {@value #LARGEST_PAGE}, {@value #USUAL_PAGE} if not given. */
    public static int limit(RoutingContext context) {
        return limit(context, USUAL_PAGE);
    }

    public static int limit(RoutingContext context, int otherwise) {
        return number(context, "limit", otherwise, 1, LARGEST_PAGE);
    }

    /** A whole number from {@code least}, 0 or more, to {@code most}. */
    public static int number(RoutingContext context, String name, int otherwise, int least, int most) {
        String text = text(context, name);
        if (text == null) {
            return otherwise;
        }
        int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw new InvalidValueException(name, text, "a whole number from " + least + " to " + most);
        }
        return number;
    }

    /** {@code after=}: the {@code next} of the part before, or null. */
    public static @Nullable String after(RoutingContext context) {
        String text = text(context, "after");
        return text == null ? null : startOfAName("after", text);
    }

    /** {@code prefix=}: how names begin; empty for all. */
    public static String prefix(RoutingContext context) {
        String text = text(context, "prefix");
        return text == null ? "" : startOfAName("prefix", text);
    }

    /** {@code name=true} or {@code name=false}, false if not given. */
    public static boolean flag(RoutingContext context, String name) {
        String text = text(context, name);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw new InvalidValueException(name, text, "true or false");
        }
        return "true".equals(text);
    }

    private static String startOfAName(String what, String text) {
        if (!START_OF_A_NAME.matcher(text).matches()) {
            throw new InvalidValueException(what, text, "at most 200 of A-Z a-z 0-9 . _ ~ @ + - :, percent-encoded");
        }
        return text;
    }
}
