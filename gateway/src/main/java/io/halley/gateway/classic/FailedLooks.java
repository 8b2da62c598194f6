package io.halley.gateway.classic;

import io.halley.shared.runtime.Complaint;

/** Looks of one event loop that fail and are repeated: logged when they begin to, until all of them work again. */
final class FailedLooks {

    private static final System.Logger LOG = System.getLogger(FailedLooks.class.getName());

    private final Complaint complaint = new Complaint(LOG, "pages of old can't be answered, trying again");
    private int failing;

    /**
     * One has failed.
     *
     * @param first whether it had not failed since {@link #end}
     */
    void about(Throwable failure, boolean first) {
        failing += first ? 1 : 0;
        complaint.about(failure);
    }

    /** One that had failed works again, or is over. */
    void end() {
        failing--;
        if (failing == 0) {
            complaint.end();
        }
    }
}
