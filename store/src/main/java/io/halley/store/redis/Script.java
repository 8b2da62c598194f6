package io.halley.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Redis does in one step; the text is a resource of that name, whose header names and types what it takes. Functions
 * that several scripts share are a resource of their own, put before the script's: a script can't call another one.
 */
enum Script {
    APPEND("clock", "log"),
    READ("clock"),
    DESCRIBE,
    DELETE("clock"),
    PROBE,
    USERS_SIGN_IN("clock", "marks"),
    USERS_FIND("clock"),
    USERS_LIST("clock"),
    PRESENCE_REPORT("clock", "log", "presence"),
    PRESENCE_SWEEP("clock", "log", "presence"),
    PRESENCE_INFO("clock", "log", "presence"),
    SUBSCRIBERS_REPORT("clock"),
    SUBSCRIBERS_COUNT("clock"),
    GATEWAYS_REPORT("clock"),
    GATEWAYS_LIST("clock"),
    CHANNELS_ADD,
    CHANNELS_FORGET,
    CHANNELS_LIST,
    INBOX("clock", "marks"),
    INBOX_PROGRESS("clock", "marks");

    private final String text;
    private final String sha;

    Script(String... shared) {
        text = Stream.concat(
                        Stream.of(shared),
                        Stream.of(name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .map(part -> load(part + ".lua"))
                .collect(Collectors.joining("\n"));
        sha = sha1(text);
    }

    String text() {
        return text;
    }

    /** By which Redis knows it once it was loaded. */
    String sha() {
        return sha;
    }

    private static String load(String file) {
        try (InputStream resource = Script.class.getResourceAsStream(file)) {
            if (resource == null) {
                throw new IllegalStateException("no resource " + file);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
