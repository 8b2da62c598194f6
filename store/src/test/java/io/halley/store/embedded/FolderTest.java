package io.halley.store.embedded;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that begin with an empty data folder each, on a disk that they can make fail. */
abstract class FolderTest {

    final Vertx vertx = Vertx.vertx();
    final BadDisk disk = new BadDisk();

    /** The data folder is {@code data} in it. */
    @TempDir
    Path temporary = Path.of("");

    TestFolder folder = new TestFolder(vertx, temporary);

    @BeforeEach
    final void begin() {
        folder = new TestFolder(vertx, temporary.resolve("data"));
        folder.disk = disk;
    }

    @AfterEach
    final void end() {
        vertx.close().await();
    }
}
