package io.halley.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A real disk that does as badly as a test says. */
final class BadDisk implements Disk {

    /** A write puts down half of its bytes and then finds the disk full. */
    volatile boolean full;

    volatile boolean failsToForce;
    volatile boolean failsToTruncate;

    /** Files stay, as if the process had ended before they were deleted. */
    volatile boolean keeps;

    @Override
    public LogFile open(Path path) throws IOException {
        return new BadFile(REAL.open(path));
    }

    @Override
    public LogFile create(Path path) throws IOException {
        failIf(full, "No space left on device");
        return new BadFile(REAL.create(path));
    }

    @Override
    public void delete(Path path) throws IOException {
        failIf(keeps, "Operation not permitted");
        REAL.delete(path);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        REAL.forceFolder(folder);
    }

    private static void failIf(boolean bad, String message) throws IOException {
        if (bad) {
            throw new IOException(message);
        }
    }

    private final class BadFile implements LogFile {

        private final LogFile file;

        BadFile(LogFile file) {
            this.file = file;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            if (full) {
                file.write(bytes.limit(bytes.position() + bytes.remaining() / 2), position);
                throw new IOException("No space left on device");
            }
            file.write(bytes, position);
        }

        @Override
        public void force() throws IOException {
            failIf(failsToForce, "Input/output error");
            file.force();
        }

        @Override
        public void truncate(long size) throws IOException {
            failIf(failsToTruncate, "Input/output error");
            file.truncate(size);
        }

        @Override
        public void read(ByteBuffer into, long position) throws IOException {
            file.read(into, position);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
