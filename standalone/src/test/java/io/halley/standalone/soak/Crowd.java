package io.halley.standalone.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * All visitors. One in ten is steady: comes once, and stays whatever happens. The others come, load their page anew and go,
 * at random. On one event loop.
 */
final class Crowd {

    /** A lease is released, lives on for the grace of 8 s, and the next sweep finds it within 5 s. */
    private static final long USUAL_LIMIT = 15_000_000_000L;

    /** After a fault a lease that nobody releases lives for 15 s, and nobody leaves for 15 s. */
    private static final long LIMIT_AFTER_FAULT = 35_000_000_000L;

    private static final int STEADY_ONE_OF = 10;

    private final Site site;
    private final List<Visitor> visitors;
    private long storeBackSince;
    private long faultSince;
    private boolean ending;

    Crowd(Site site, List<Visitor> visitors) {
        this.site = site;
        this.visitors = visitors;
        storeBackSince = System.nanoTime();
        faultSince = storeBackSince;
    }

    /** Everyone comes within some seconds. */
    void start() {
        for (int i = 0; i < visitors.size(); i++) {
            Visitor visitor = visitors.get(i);
            if (isSteady(i)) {
                site.later(5_000, visitor::come);
            } else {
                site.later(10_000, () -> act(visitor));
            }
        }
    }

    /** All but the steady ones go, and stay away. */
    void end() {
        ending = true;
        visitors.stream()
                .filter(visitor -> !isSteady(visitors.indexOf(visitor)))
                .filter(Visitor::isHere)
                .forEach(Visitor::go);
    }

    /** The steady ones go, too. */
    void endAll() {
        ending = true;
        visitors.stream().filter(Visitor::isHere).forEach(Visitor::go);
    }

    void faultOver(boolean ofTheStore) {
        faultSince = System.nanoTime();
        storeBackSince = ofTheStore ? faultSince : storeBackSince;
    }

    List<Visitor> steady() {
        List<Visitor> steady = new ArrayList<>();
        for (int i = 0; i < visitors.size(); i += STEADY_ONE_OF) {
            steady.add(visitors.get(i));
        }
        return steady;
    }

    /** What is wrong with an answer that was asked for and came at these times. */
    List<String> compare(Set<String> online, long asked, long answered) {
        List<String> wrong = new ArrayList<>();
        for (Visitor visitor : visitors) {
            boolean shown = online.contains(visitor.user());
            if (!shown && visitor.mustBeOnline(asked, answered, storeBackSince)) {
                wrong.add(visitor + " is here, and presence does not show it");
            }
            // none of this is certain for who went before the fault was over
            boolean afterFault = visitor.mustBeOffline(asked, LIMIT_AFTER_FAULT, faultSince);
            boolean usual =
                    asked - faultSince > LIMIT_AFTER_FAULT && visitor.mustBeOffline(asked, USUAL_LIMIT, faultSince);
            if (shown && (afterFault || usual)) {
                wrong.add(visitor + " is gone, and presence still shows it");
            }
        }
        return wrong;
    }

    private void act(Visitor visitor) {
        if (ending) {
            return;
        }
        if (!visitor.isHere()) {
            visitor.come();
        } else if (site.random().nextInt(3) == 0) {
            visitor.go();
        } else {
            visitor.reload();
        }
        site.later(visitor.isHere() ? 12_000 : 20_000, () -> act(visitor));
    }

    private static boolean isSteady(int place) {
        return place % STEADY_ONE_OF == 0;
    }
}
