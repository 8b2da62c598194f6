package io.halley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads the pages, the modules they import, and the dictionaries, as {@code i18n.js} does. */
final class TranslationTest {

    private static final List<Path> FOLDERS = Stream.of(
                    "shared/src/main/resources/web",
                    "gateway/src/main/resources/web",
                    "publisher/src/main/resources/web",
                    "client")
            .map(folder -> Path.of("..", folder))
            .toList();

    private static final String STRING = "\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'";
    private static final Pattern CALL = Pattern.compile("\\b(?:t|pieces)\\(\\s*(" + STRING + ")?");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import .* from \"(/[^\"]+)\";$");
    private static final Pattern ENTRY = Pattern.compile("(" + STRING + "):\\s*(" + STRING + "),");
    private static final Pattern COMMENT = Pattern.compile("(?m)(?s:/\\*.*?\\*/)|(?<=[\\s,])// .*$");
    private static final Pattern PLACE = Pattern.compile("\\{\\d+}|`[^`]*`");

    @Test
    void each_text_of_each_page_is_in_its_dictionary_and_nothing_else_is() throws IOException {
        Map<String, Set<String>> texts = new TreeMap<>();
        for (HtmlTexts page : pages()) {
            Set<String> said = texts.computeIfAbsent(page.dictionary(), dictionary -> new TreeSet<>());
            said.addAll(page.texts());
            modulesOf(page).forEach(module -> said.addAll(textsOf(module)));
        }

        assertThat(texts).hasSizeGreaterThan(2);
        texts.forEach((dictionary, said) -> {
            Set<String> known = entriesOf(dictionary).keySet();
            assertThat(without(said, known)).as("missing in %s", dictionary).isEmpty();
            assertThat(without(known, said)).as("unused in %s", dictionary).isEmpty();
        });
    }

    @Test
    void what_is_filled_in_is_filled_in_on_both_sides() throws IOException {
        for (HtmlTexts page : pages()) {
            entriesOf(page.dictionary()).forEach((english, chinese) -> assertThat(places(chinese))
                    .as(chinese)
                    .containsExactlyInAnyOrderElementsOf(places(english)));
        }
    }

    private static List<HtmlTexts> pages() throws IOException {
        List<HtmlTexts> pages = new ArrayList<>();
        for (Path folder : FOLDERS) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(file -> file.toString().endsWith(".html")).toList()) {
                    pages.add(HtmlTexts.of(Files.readString(file)));
                    assertThat(pages.get(pages.size() - 1).dictionary())
                            .as("%s data-zh", file)
                            .startsWith("/");
                    assertThat(pages.get(pages.size() - 1).scripts())
                            .as("%s", file)
                            .contains("/lang.js");
                }
            }
        }
        return pages;
    }

    private static Set<String> modulesOf(HtmlTexts page) {
        Set<String> modules = new HashSet<>();
        List<String> open = new ArrayList<>(page.scripts());
        while (!open.isEmpty()) {
            String module = open.remove(open.size() - 1);
            if (modules.add(module)) {
                IMPORT.matcher(source(module))
                        .results()
                        .map(found -> found.group(1))
                        .forEach(open::add);
            }
        }
        assertThat(modules).as("what %s imports", page.scripts()).contains("/i18n.js");
        modules.remove("/i18n.js");
        return modules;
    }

    private static List<String> textsOf(String module) {
        List<MatchResult> calls = CALL.matcher(source(module)).results().toList();
        assertThat(calls).as("%s: t() of a literal", module).noneMatch(call -> call.group(1) == null);
        return calls.stream().map(call -> unquoted(call.group(1))).toList();
    }

    private static Map<String, String> entriesOf(String dictionary) {
        String source = COMMENT.matcher(source(dictionary)).replaceAll("");
        Map<String, String> entries = new LinkedHashMap<>();
        ENTRY.matcher(source).results().forEach(entry -> {
            String english = unquoted(entry.group(1));
            assertThat(entries.put(english, unquoted(entry.group(2))))
                    .as(english)
                    .isNull();
        });
        assertThat(ENTRY.matcher(source).replaceAll("").replaceAll("\\s", "")).isEqualTo("exportdefault{};");
        return entries;
    }

    private static Set<String> without(Set<String> some, Set<String> others) {
        Set<String> rest = new TreeSet<>(some);
        rest.removeAll(others);
        return rest;
    }

    private static List<String> places(String text) {
        return PLACE.matcher(text).results().map(MatchResult::group).toList();
    }

    private static String unquoted(String literal) {
        return literal.substring(1, literal.length() - 1).replaceAll("\\\\(.)", "$1");
    }

    private static String source(String address) {
        Path file = FOLDERS.stream()
                .map(folder -> folder.resolve(address.substring(1)))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no file for " + address));
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
