package io.halley.standalone.fault;

/** How much happened; for one thread. */
final class Counts {

    int withKey;
    int withoutKey;
    int acknowledged;
    /** Of those, answers that had been given before to a request that was cut off. */
    int replayed;
    /** Answers 502, 503 and 504 to a publish. */
    int unavailable;
    /** Publishes that were cut off, or had no answer in time. */
    int cut;

    int delivered;
    /** Streams opened again after the first time. */
    int reconnects;

    /** Messages that pages of old have shown. */
    int shown;

    int polls;
    /** Polls that were answered 502, 503 or 504, cut off, or not answered in time. */
    int pollsRepeated;

    int gaps;
}
