package io.halley.shared.config;

/**
 * One variable of the environment, as {@code --help} and the documents show it.
 *
 * @param name {@code HALLEY_…}
 * @param otherwise what counts when it is not set, as it would be written; empty for nothing
 * @param meaning what it sets, in a few words
 */
public record Setting(String name, String otherwise, String meaning) {}
