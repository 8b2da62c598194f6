package io.halley.store.embedded;

import io.halley.shared.runtime.StartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that everything is in, locked against a second Halley: {@code lock}, {@code format}, {@code log/} with the
 * segments, {@code maps.mv}.
 */
final class DataFolder {

    private static final String FORMAT = "halley data 1";

    private final Path path;
    private final FileChannel lockFile;

    private DataFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Opens the folder, or makes it.
     *
     * @throws StartException if it can't be used
     */
    static DataFolder open(Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new StartException("data folder " + path + " is not a folder");
        }
        FileChannel lockFile = null;
        try {
            Files.createDirectories(path.resolve("log"));
            lockFile = FileChannel.open(
                    path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock(path, lockFile);
            DataFolder folder = new DataFolder(path, lockFile);
            folder.checkFormat();
            return folder;
        } catch (IOException e) {
            close(lockFile);
            throw new StartException("data folder " + path + " can't be written: " + Disk.reason(e), e);
        } catch (StartException e) {
            close(lockFile);
            throw e;
        }
    }

    Path segments() {
        return path.resolve("log");
    }

    Path segment(int number) {
        return segments().resolve(String.format("%010d.log", number));
    }

    Path maps() {
        return path.resolve("maps.mv");
    }

    /** Numbers of the segments that are there, in order. */
    List<Integer> segmentNumbers() throws IOException {
        try (Stream<Path> files = Files.list(segments())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9]{10}\\.log"))
                    .map(name -> Integer.valueOf(name.substring(0, 10)))
                    .sorted()
                    .toList();
        }
    }

    void release() {
        close(lockFile);
    }

    private static void lock(Path path, FileChannel lockFile) throws IOException {
        FileLock lock;
        try {
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new StartException("data folder " + path + " is in use by another Halley");
        }
    }

    private void checkFormat() throws IOException {
        Path file = path.resolve("format");
        if (!Files.exists(file) && segmentNumbers().isEmpty()) {
            Files.writeString(file, FORMAT + "\n");
        }
        String found = Files.exists(file) ? Files.readString(file).strip() : "";
        if (!found.equals(FORMAT)) {
            throw new StartException("data folder " + path + " has the format \"" + found + "\" (expected: \"" + FORMAT
                    + "\", by the file " + file + ")");
        }
    }

    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            System.getLogger(DataFolder.class.getName()).log(System.Logger.Level.WARNING, "closing the lock file", e);
        }
    }
}
