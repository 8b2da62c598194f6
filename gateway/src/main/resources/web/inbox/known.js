/** What a page knows of one inbox: the server's word on what is unread, and the entries that are here. */

const KEPT = 1_000; // entries; beyond, the page begins anew with the first part of them

/** Nothing here touches the page. An entry is an event with `readAt`, ms or null. */
export class Known {
  #channels;
  #state = null;
  #toldAt = 0;
  #entries = new Map(); // by id, of which no two channels share one
  #next = { unread: null, read: null };

  /** The channels in the order of the server's cursors. */
  constructor(channels) {
    this.#channels = channels;
  }

  get isEmpty() {
    return this.#entries.size === 0;
  }

  get isFull() {
    return this.#entries.size > KEPT;
  }

  /** Another one after every change of what is read; undefined before the first answer. */
  get version() {
    return this.#state?.version;
  }

  get head() {
    return this.#state.head;
  }

  get dropped() {
    return this.#state.dropped;
  }

  /** The server's number, and what has come since it was counted. */
  get unread() {
    return this.#state.unread + this.#unreadHere((entry) => !this.isCounted(entry)).length;
  }

  /** Up to the newest that is known here, which is as far as a user can mean by "all". */
  get newest() {
    const ids = this.#state.head.split(",");
    for (const { channel, id } of this.#entries.values()) {
      const index = this.#channels.indexOf(channel);
      ids[index] = offset(id) > offset(ids[index]) ? id : ids[index];
    }
    return ids.join(",");
  }

  /** Newest first. */
  get entries() {
    return [...this.#entries.values()].sort((a, b) => b.time - a.time || offset(b.id) - offset(a.id));
  }

  /** How many of the `unread` or the `read` to ask for, so that what is here stays. */
  wanted(kind) {
    const unread = this.#unreadHere(() => true).length;
    return this.isFull ? 0 : kind === "unread" ? unread : this.#entries.size - unread;
  }

  /** After what to ask for more of a kind; null if all of them are here. */
  next(kind) {
    return this.#next[kind];
  }

  /** Whether the stream has said since then what is unread, by `performance.now()`. */
  isTold(since) {
    return this.#toldAt >= since;
  }

  /** Whether the server's number has this event in it already, be it read or not. */
  isCounted(event) {
    return !this.#isAbove(event, this.#state.head);
  }

  /** Adds an event, unread; false if it is here. */
  arrived(event) {
    const fresh = !this.#entries.has(event.id);
    if (fresh) {
      this.#entries.set(event.id, { ...event, readAt: null });
    }
    return fresh;
  }

  /** Begins anew with the first part of both kinds. What came while they were asked for stays. */
  replace(unread, read) {
    const had = [...this.#entries.values()];
    this.#entries.clear();
    this.more("read", read);
    this.more("unread", unread);
    this.#state = unread; // which has all that it counts; the other one may count more
    had.filter((entry) => !this.isCounted(entry)).forEach((entry) => this.arrived(entry));
  }

  /** What was here of a channel may be gone for good, and no later offset would say so. */
  lost(channel) {
    [...this.#entries.values()]
      .filter((entry) => entry.channel === channel)
      .forEach(({ id }) => this.#entries.delete(id));
  }

  /** Adds the next part. */
  more(kind, { events, next }) {
    events.forEach((event) => this.#entries.set(event.id, event));
    this.#next[kind] = next;
  }

  /** What the stream says, as {@link learn}. */
  told(data) {
    this.#toldAt = performance.now();
    return this.learn(data);
  }

  /**
   * The server's word on what is unread; false if the entries that are here don't agree with it, and have to be asked for
   * again. `ids` is there if something was marked: these alone, or with none of them everything up to `readUpTo`.
   */
  learn({ ids, ...state }) {
    const missed = ids === undefined && state.version !== this.version;
    const single = new Set(ids);
    const now = Date.now();
    this.#state = state;
    this.#unreadHere((entry) => (single.size > 0 ? single.has(entry.id) : !this.#isAbove(entry, state.readUpTo))).forEach(
      (entry) => (entry.readAt = now),
    );
    return !missed && this.#agrees([...single]);
  }

  #agrees(ids) {
    const counted = this.#unreadHere((entry) => this.isCounted(entry)).length;
    return this.#next.unread === null
      ? counted === this.#state.unread
      : counted <= this.#state.unread && ids.length > 0 && ids.every((id) => this.#entries.has(id));
  }

  #unreadHere(condition) {
    return [...this.#entries.values()].filter((entry) => entry.readAt === null && condition(entry));
  }

  #isAbove({ channel, id }, cursor) {
    return offset(id) > offset(cursor.split(",")[this.#channels.indexOf(channel)]);
  }
}

const offset = (id) => Number(id.split(".")[1]);
