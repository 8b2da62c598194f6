package io.halley.standalone.gateway;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** So many events whose data are words, each another one. */
record Numbered(int count) {

    /** What {@code /v1/batch} takes, to publish them to a channel. */
    String batch(String channel) {
        List<String> entries = words().stream()
                .map(word -> "{\"channel\":\"" + channel + "\",\"data\":\"" + word + "\"}")
                .toList();
        return "[" + String.join(",", entries) + "]";
    }

    List<String> words() {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
    }

    /** These, and one more. */
    List<String> wordsAnd(String last) {
        return Stream.concat(words().stream(), Stream.of(last)).toList();
    }
}
