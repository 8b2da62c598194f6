package io.halley.standalone;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a page says before any script runs, in the form in which {@code i18n.js} looks it up.
 *
 * @param dictionary the address of its Chinese, or nothing
 * @param scripts the addresses of its scripts
 * @param texts its title, texts and attributes
 */
record HtmlTexts(String dictionary, List<String> scripts, List<String> texts) {

    private static final Pattern TOKEN =
            Pattern.compile("(?s)<!.*?>|<(/?)(\\w+)((?:\\s+[\\w-]+(?:=\"[^\"]*\")?)*)\\s*/?>|[^<]+|<");
    private static final Pattern ATTRIBUTE = Pattern.compile("([\\w-]+)=\"([^\"]*)\"");
    private static final Pattern LETTER = Pattern.compile("\\p{L}");
    private static final Set<String> VOID = Set.of("meta", "link", "img", "input", "br");
    private static final Set<String> LEFT_ALONE = Set.of("script", "noscript", "pre", "code");
    private static final List<String> TRANSLATED = List.of("title", "placeholder", "aria-label", "alt");

    /** A child is an element or a text. */
    private record Element(String name, Map<String, String> attributes, List<Object> children) {}

    /** Of HTML that closes what it opens, and puts values in double quotes. */
    static HtmlTexts of(String html) {
        Element root = parse(html);
        List<Element> all = new ArrayList<>();
        flatten(root, all);
        List<String> texts = new ArrayList<>();
        all.stream()
                .filter(element -> Set.of("title", "body").contains(element.name))
                .forEach(element -> collect(element, texts));
        List<String> scripts = all.stream()
                .filter(element -> element.name.equals("script"))
                .map(element -> element.attributes.getOrDefault("src", "inline"))
                .toList();
        Element page = (Element) root.children.get(root.children.size() - 1);
        return new HtmlTexts(page.attributes.getOrDefault("data-zh", ""), scripts, texts);
    }

    private static Element parse(String html) {
        Deque<Element> open = new ArrayDeque<>(List.of(new Element("", Map.of(), new ArrayList<>())));
        for (MatchResult token : TOKEN.matcher(html.strip()).results().toList()) {
            String name = token.group(2);
            if (name == null && token.group().startsWith("<")) {
                if (!token.group().startsWith("<!")) {
                    throw new AssertionError("not understood: " + html.substring(token.start(), token.start() + 40));
                }
            } else if (name == null) {
                open.getLast().children.add(decoded(token.group()));
            } else if (token.group(1).isEmpty()) {
                Map<String, String> attributes = new LinkedHashMap<>();
                ATTRIBUTE
                        .matcher(token.group(3))
                        .results()
                        .forEach(found -> attributes.put(found.group(1), decoded(found.group(2))));
                Element element = new Element(name, attributes, new ArrayList<>());
                open.getLast().children.add(element);
                if (!VOID.contains(name)) {
                    open.addLast(element);
                }
            } else if (!open.removeLast().name.equals(name)) {
                throw new AssertionError("not open: " + name);
            }
        }
        return open.getLast();
    }

    private static void flatten(Element element, List<Element> all) {
        all.add(element);
        elements(element).forEach(child -> flatten(child, all));
    }

    private static void collect(Element element, List<String> texts) {
        if (LEFT_ALONE.contains(element.name) || "no".equals(element.attributes.get("translate"))) {
            return;
        }
        TRANSLATED.stream()
                .map(name -> element.attributes.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .forEach(texts::add);
        if (element.children.stream()
                .anyMatch(child ->
                        child instanceof String text && LETTER.matcher(text).find())) {
            texts.add(textOf(element));
        }
        elements(element).forEach(child -> collect(child, texts));
    }

    private static String textOf(Element element) {
        StringBuilder text = new StringBuilder();
        int places = 0;
        for (Object child : element.children) {
            if (child instanceof Element inner) {
                text.append(inner.name.equals("code") ? "`" + inner.children.get(0) + "`" : "{" + places++ + "}");
            } else {
                text.append(child);
            }
        }
        return text.toString().replaceAll("\\s+", " ").strip();
    }

    private static List<Element> elements(Element element) {
        return element.children.stream()
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }

    private static String decoded(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }
}
