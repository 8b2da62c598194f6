package io.halley.store.redis;

/**
 * An error that Redis answered. The word that it begins with tells them apart; of an error within a script older versions
 * put it somewhere in the middle.
 *
 * @param words one line for whoever asked
 * @param endsConnection whether another connection may fare better
 */
record Refusal(String words, boolean endsConnection) {

    static Refusal of(String whole) {
        int where = whole.indexOf(" script: ");
        String error = where < 0 ? whole : whole.substring(0, where);
        if (error.startsWith("CONNECTION_CLOSED")) {
            return new Refusal("the connection to Redis was lost", false);
        }
        if (isPermission(error)) {
            return new Refusal("Redis does not permit what Halley needs: " + error, false);
        }
        if (error.contains("OOM ")) {
            return new Refusal("Redis is out of memory", false);
        }
        if (error.contains("READONLY ")) {
            return new Refusal("Redis is a read-only replica", true);
        }
        if (error.contains("MISCONF ")) {
            return new Refusal("Redis can't write to its disk", false);
        }
        if (error.contains("WRONGTYPE ")) {
            return new Refusal("a key of Halley in Redis holds something else", false);
        }
        if (error.contains("NOREPLICAS ")) {
            return new Refusal("Redis has too few replicas", false);
        }
        if (error.startsWith("LOADING ")) {
            return new Refusal("Redis is loading its data", true);
        }
        if (error.startsWith("NOSCRIPT ")) {
            return new Refusal("Redis has forgotten the scripts", true);
        }
        if (error.startsWith("BUSY ")) {
            return new Refusal("Redis is busy running a script", false);
        }
        if (error.startsWith("MASTERDOWN ") || error.startsWith("NOAUTH ") || error.startsWith("UNBLOCKED ")) {
            return new Refusal("Redis says " + error, true);
        }
        return new Refusal("Redis says " + error, false);
    }

    /** Whether the user in the URL has too few rights. */
    static boolean isPermission(String error) {
        return error.contains("NOPERM") || error.contains("user executing the script can't");
    }
}
