package io.halley.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens, makes and deletes files of the log. */
interface Disk {

    Disk REAL = new RealDisk();

    LogFile open(Path path) throws IOException;

    /** Makes an empty file; what a failed attempt left goes. */
    LogFile create(Path path) throws IOException;

    void delete(Path path) throws IOException;

    /** Returns when the names in a folder are on the disk. */
    void forceFolder(Path folder) throws IOException;

    /** What a disk failed with, in words for an operator. */
    static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("No space left") || message.contains("quota exceeded")) {
                return "the disk is full";
            }
        }
        String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }

    /** Files by way of {@link FileChannel}. */
    final class RealDisk implements Disk {

        @Override
        public LogFile open(Path path) throws IOException {
            return new RealFile(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
        }

        @Override
        public LogFile create(Path path) throws IOException {
            return new RealFile(FileChannel.open(
                    path,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING));
        }

        @Override
        public void delete(Path path) throws IOException {
            Files.deleteIfExists(path);
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    /** A {@link FileChannel}, read and written at positions only. */
    record RealFile(FileChannel channel) implements LogFile {

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            long at = position;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        }

        @Override
        public void read(ByteBuffer into, long position) throws IOException {
            long at = position;
            while (into.hasRemaining()) {
                int read = channel.read(into, at);
                if (read < 0) {
                    return;
                }
                at += read;
            }
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
