package io.halley.standalone;

import io.halley.store.fixture.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How to run {@code halley.jar}, and those of single processes, as an operator does. */
final class HalleyJar {

    static final Path JAR = Path.of("target", "halley.jar").toAbsolutePath();
    static final String UP = "Ctrl-C ends it.";

    private HalleyJar() {}

    /** The JDK of this test, and a newer one that warns of more, where it is installed. */
    static List<Path> jdks() throws IOException {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        String newer = System.getenv("JAVA_25_HOME");
        Path usual = Path.of("/usr/lib/jvm");
        if (newer != null) {
            homes.add(Path.of(newer));
        } else if (Files.isDirectory(usual)) {
            try (Stream<Path> installed = Files.list(usual)) {
                installed
                        .filter(home -> home.getFileName().toString().contains("25"))
                        .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                        .findFirst()
                        .ifPresent(homes::add);
            }
        }
        return homes.stream().distinct().toList();
    }

    /** On free ports and this data folder. */
    static Map<String, String> environment(Path data) {
        return new HashMap<>(Map.of(
                "HALLEY_DATA_DIR", data.toString(),
                "HALLEY_GATEWAY_PORT", Integer.toString(FreePort.next()),
                "HALLEY_PUBLISHER_PORT", Integer.toString(FreePort.next()),
                "HALLEY_MANAGEMENT_PORT", Integer.toString(FreePort.next())));
    }

    static Spawned run(Path folder, Map<String, String> environment, String... arguments) {
        return run(Path.of(System.getProperty("java.home")), List.of(), folder, environment, arguments);
    }

    /** The jar of a gateway or a publisher, by the name of its module. */
    static Spawned runProcess(String module, Path folder, Map<String, String> environment, String... arguments) {
        Path jar = Path.of("..", module, "target", "halley-" + module + ".jar").toAbsolutePath();
        return run(jar, Path.of(System.getProperty("java.home")), List.of(), folder, environment, arguments);
    }

    static Spawned run(
            Path jdk, List<String> jvmOptions, Path folder, Map<String, String> environment, String... arguments) {
        return run(JAR, jdk, jvmOptions, folder, environment, arguments);
    }

    private static Spawned run(
            Path jar,
            Path jdk,
            List<String> jvmOptions,
            Path folder,
            Map<String, String> environment,
            String... arguments) {
        List<String> command = new ArrayList<>(interruptible());
        command.add(jdk.resolve("bin/java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return Spawned.run(folder, environment, command);
    }

    /** A build in the background has SIGINT ignored, and what it starts inherits that; Linux has a way out. */
    static List<String> interruptible() {
        return System.getProperty("os.name").equals("Linux")
                ? List.of("env", "--default-signal=INT,TERM,HUP")
                : List.of();
    }
}
