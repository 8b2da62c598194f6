package io.halley.store.spi;

import java.security.SecureRandom;

/** Names epochs: 12 of {@code [0-9a-z]}, 62 bits, so that no two are alike, in a restored copy of the folder either. */
public final class EpochNames {

    private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private EpochNames() {}

    public static String fresh() {
        char[] name = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            name[i] = LETTERS.charAt(RANDOM.nextInt(LETTERS.length()));
        }
        return new String(name);
    }
}
