package io.halley.shared.config;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds variables that look like Halley's and are not: a setting that is spelled wrong would else be lost in silence. */
final class UnknownVariables {

    private static final String PREFIX = "HALLEY_";

    /** More than this, and it was hardly meant. */
    private static final int FARTHEST = 4;

    private UnknownVariables() {}

    /** One line each, ordered by name. */
    static List<String> among(Map<String, String> environment, List<Setting> settings) {
        List<String> known = settings.stream().map(Setting::name).toList();
        return environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
                .sorted()
                .map(name -> line(name, known))
                .toList();
    }

    private static String line(String name, List<String> known) {
        String nearest = nearest(name, known);
        String hint = nearest == null ? "--help lists all settings" : "did you mean " + nearest + "?";
        return name + ": no such setting, ignored (" + hint + ")";
    }

    private static @Nullable String nearest(String name, List<String> known) {
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= FARTHEST)
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .orElse(null);
    }

    /** How many characters have to be put in, taken out or replaced to make one name of the other. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
