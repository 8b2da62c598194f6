package io.halley.shared.config;

import java.nio.file.Path;

/**
 * The secrets of this installation: as set, or else made once and kept in the data folder, readable by its owner only.
 */
public record Secrets(String publishKey, String sessionSecret) {

    static final Setting PUBLISH_KEY = new Setting(
            "HALLEY_PUBLISH_KEY", "", "what back ends send as Bearer; made and kept in the data folder when not set");
    static final Setting SESSION_SECRET = new Setting(
            "HALLEY_SESSION_SECRET",
            "",
            "signs session cookies and tokens; made and kept in the data folder when not set");

    static final int SHORTEST_KEY = 16;
    static final int SHORTEST_SECRET = 32;

    /**
     * Takes the secrets from the settings, and makes what is not set. Blocks.
     *
     * @throws ConfigException if one is not set, and its file can't be read or made
     */
    public static Secrets of(Config config) {
        return new Secrets(publishKey(config), sessionSecret(config));
    }

    /** The one that a publisher needs; otherwise as {@link #of}. */
    public static String publishKey(Config config) {
        String set = config.publishKey();
        return set != null
                ? set
                : keyFile(config.store().dataDir()).secret(config.store().kind());
    }

    /** The one that a gateway needs; otherwise as {@link #of}. */
    public static String sessionSecret(Config config) {
        String set = config.sessionSecret();
        return set != null ? set : sessionFile(config).secret(config.store().kind());
    }

    /**
     * Makes the files of those that are not set and not there yet, for other processes to read. Blocks.
     *
     * @throws ConfigException as {@link #of}
     */
    public static void make(Config config) {
        if (config.publishKey() == null) {
            keyFile(config.store().dataDir()).makeIfMissing();
        }
        if (config.sessionSecret() == null) {
            sessionFile(config).makeIfMissing();
        }
        of(config);
    }

    /** What can stand in a header, and is long enough. */
    static boolean isSecret(String text, int shortest) {
        return text.length() >= shortest && text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    /** A record would show them. */
    @Override
    public String toString() {
        return "Secrets";
    }

    static SecretFile keyFile(Path dataDir) {
        return new SecretFile(PUBLISH_KEY, dataDir.resolve("publish.key"), 24, SHORTEST_KEY);
    }

    private static SecretFile sessionFile(Config config) {
        return new SecretFile(SESSION_SECRET, config.store().dataDir().resolve("session.secret"), 48, SHORTEST_SECRET);
    }
}
