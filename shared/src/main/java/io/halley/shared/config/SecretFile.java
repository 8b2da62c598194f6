package io.halley.shared.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * A secret in a file of its own, readable by its owner only.
 *
 * @param setting what would have made the file needless
 * @param bytes of a new secret
 * @param shortest in characters
 */
record SecretFile(Setting setting, Path file, int bytes, int shortest) {

    private static final System.Logger LOG = System.getLogger(SecretFile.class.getName());

    /**
     * Reads it, after making it if it is missing: which is said in the log where other processes need the same one.
     *
     * @throws ConfigException if it can't be made or read, or does not hold a secret
     */
    String secret(StoreConfig.Kind store) {
        if (makeIfMissing() && store == StoreConfig.Kind.REDIS) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "made " + file + ", which all processes on this Redis need: give them " + setting.name()
                            + ", or this folder");
        }
        return read();
    }

    /**
     * Reads it.
     *
     * @throws ConfigException if it can't be read, or does not hold a secret
     */
    String read() {
        try {
            String secret = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            if (!Secrets.isSecret(secret, shortest)) {
                throw new ConfigException(List.of(file + " does not hold a secret; delete it to have a new one made"));
            }
            return secret;
        } catch (IOException e) {
            throw problem("read", e);
        }
    }

    /** Whether this call made it. */
    boolean makeIfMissing() {
        try {
            return !Files.exists(file) && keep(random());
        } catch (IOException e) {
            throw problem("made", e);
        }
    }

    private String random() {
        byte[] secret = new byte[bytes];
        new SecureRandom().nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** Whole or not at all, also if the power goes; of two processes that start at once, the first one's counts. */
    private boolean keep(String secret) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = Files.createTempFile(folder, file.getFileName().toString(), ".new", ownerOnly());
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
            return false;
        } finally {
            Files.deleteIfExists(draft);
        }
        return true;
    }

    private FileAttribute<?>[] ownerOnly() {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }

    private ConfigException problem(String what, IOException failure) {
        return new ConfigException(
                List.of(setting.name() + " is not set, and " + file + " can't be " + what + ": " + reason(failure)));
    }

    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileAlreadyExistsException there) {
            return there.getFile() + " is not a folder";
        }
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        return failure instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(failure.getMessage());
    }
}
