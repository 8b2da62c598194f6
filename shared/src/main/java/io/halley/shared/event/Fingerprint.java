package io.halley.shared.event;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A short name for bytes, that other bytes do not share. */
public final class Fingerprint {

    /** How many characters of base64url it has: 132 bits of a SHA-256. */
    public static final int LENGTH = 22;

    private Fingerprint() {}

    public static String of(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
