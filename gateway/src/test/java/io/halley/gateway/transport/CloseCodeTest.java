package io.halley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a page is to do when its WebSocket ends: the gateway, the protocol and the library say the same. */
final class CloseCodeTest {

    private static final Pattern ROW = Pattern.compile("\n\\| (1[0-9]{3}) \\|[^|]+\\| (yes|no)\\b[^|]*\\|");
    private static final Pattern FINAL = Pattern.compile("\nconst FINAL = \\[([^]]+)];");

    @Test
    void the_protocol_has_each_code_and_says_what_it_asks_for() throws IOException {
        String protocol = Files.readString(Path.of("../docs/protocol.md"));
        assertThat(documented(protocol, "no")).isEqualTo(numbers(code -> !code.mayComeBack()));
        assertThat(documented(protocol, "yes")).isEqualTo(numbers(CloseCode::mayComeBack));
    }

    @Test
    void the_library_gives_up_after_those_that_ask_for_it_and_no_others() throws IOException {
        Matcher list = FINAL.matcher(Files.readString(Path.of("../client/streams.js")));
        assertThat(list.find()).isTrue();
        Set<Integer> codes = Stream.of(list.group(1).split(", ", -1))
                .map(Integer::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(codes).isEqualTo(numbers(code -> !code.mayComeBack()));
    }

    private static Set<Integer> documented(String protocol, String mayComeBack) {
        return ROW.matcher(protocol)
                .results()
                .filter(row -> row.group(2).equals(mayComeBack))
                .map(row -> Integer.valueOf(row.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Integer> numbers(Predicate<CloseCode> wanted) {
        return Stream.of(CloseCode.values())
                .filter(wanted)
                .map(CloseCode::number)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
