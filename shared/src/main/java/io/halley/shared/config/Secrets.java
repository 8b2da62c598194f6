package io.halley.shared.config;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secrets of this installation: as set, or else made once and kept in the data folder, readable by its owner only.
 */
public record Secrets(String publishKey, String sessionSecret) {

    /**
     * Takes the secrets from the settings, and makes what is not set. Blocks.
     *
     * @throws IOException if the data folder can't be read or written
     */
    public static Secrets of(Config config) throws IOException {
        Path folder = config.store().dataDir();
        String publishKey = config.publishKey();
        String sessionSecret = config.sessionSecret();
        return new Secrets(
                publishKey != null ? publishKey : kept(folder.resolve("publish.key"), 24),
                sessionSecret != null ? sessionSecret : kept(folder.resolve("session.secret"), 48));
    }

    private static String kept(Path file, int bytes) throws IOException {
        if (!Files.exists(file)) {
            byte[] secret = new byte[bytes];
            new SecureRandom().nextBytes(secret);
            keep(file, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
        }
        String secret = Files.readString(file).strip();
        if (secret.length() < 16) {
            throw new IOException(file + " does not hold a secret; delete it to have a new one made");
        }
        return secret;
    }

    private static void keep(Path file, String secret) throws IOException {
        Files.createDirectories(file.getParent());
        FileAttribute<?>[] ownerOnly =
                file.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        Path draft = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new", ownerOnly);
        try {
            Files.writeString(draft, secret + "\n", StandardOpenOption.WRITE);
            // a link, not a move: of two processes that start at once, the second keeps the first one's secret
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            return;
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
