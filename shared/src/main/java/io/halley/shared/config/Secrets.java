package io.halley.shared.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

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
     * @throws IOException if the data folder can't be read or written; its message is one line that says so
     */
    public static Secrets of(Config config) throws IOException {
        Path folder = config.store().dataDir();
        return new Secrets(
                setOrKept(config.publishKey(), folder.resolve("publish.key"), 24, SHORTEST_KEY),
                setOrKept(config.sessionSecret(), folder.resolve("session.secret"), 48, SHORTEST_SECRET));
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

    private static String setOrKept(@Nullable String set, Path file, int bytes, int shortest) throws IOException {
        return set != null ? set : kept(file, bytes, shortest);
    }

    private static String kept(Path file, int bytes, int shortest) throws IOException {
        try {
            if (!Files.exists(file)) {
                keep(file, random(bytes));
            }
            String secret = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            if (!isSecret(secret, shortest)) {
                throw new IOException(file + " does not hold a secret; delete it to have a new one made");
            }
            return secret;
        } catch (AccessDeniedException e) {
            throw new IOException(e.getMessage() + ": permission denied", e);
        } catch (FileSystemException e) {
            throw new IOException(file + " can't be read or written: " + e.getMessage(), e);
        }
    }

    private static String random(int bytes) {
        byte[] secret = new byte[bytes];
        new SecureRandom().nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** Whole or not at all, also if the power goes; of two processes that start at once, the first one's counts. */
    private static void keep(Path file, String secret) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = Files.createTempFile(
                file.toAbsolutePath().getParent(), file.getFileName().toString(), ".new", ownerOnly(file));
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap((secret + "\n").getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            // a link, not a move, which would put one secret in place of another
            Files.createLink(file, draft);
        } catch (UnsupportedOperationException e) {
            // a file system without links
            Files.move(draft, file);
        } catch (FileAlreadyExistsException e) {
            return;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }
}
