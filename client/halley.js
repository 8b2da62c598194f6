/**
 * Halley's client for browsers: follows channels over server-sent events, or over long polls where those don't get
 * through, or over any other of Halley's transports that a page wants (streams.js has them, and is only loaded then). It
 * goes on from its cursor after whatever happened in between. An ES module without dependencies:
 *
 *   import { connect } from "/halley.js";
 *   const connection = connect({ channels: ["public:news"], on: { message: (event) => console.log(event.data) } });
 *
 * Each event reaches its handler once per page instance; what could not be kept for us is announced as `$gap`.
 * halley.d.ts describes every option.
 */

const OPENS_WITHIN = 5_000; // ms until `$open` shows that no proxy holds the stream back
const REOPENS_WITHIN = 15_000; // ms that the browser has for reopening a stream by itself
const SILENCE = 60_000; // ms without an event after which a poll checks that the stream still lives
const POLL_FOR = 300_000; // ms of polling before server-sent events are tried again
const POLL_WAIT = 25; // s that the server may hold a poll
const ANSWERS_WITHIN = 10; // s for an answer, beyond what it may be held
const BACK_OFF = { first: 500, most: 8_000, refused: 60_000 }; // ms
const STREAMS_LOST = 3; // streams in a row that never opened, while polls got through
const TRANSPORTS = ["auto", "sse", "poll", "ndjson", "iframe", "ws"];
const WAKES = ["online", "pageshow", "visibilitychange"];
const ACKNOWLEDGES = { first: 2_000, most: 10_000 }; // ms, at random: not all at once what comes for everybody
const INBOX = ["$inbox", "$read"];
const EPOCHS = 8; // epochs of a channel that are remembered to drop what comes twice

let streams = null; // streams.js, once somebody wanted it

/** Starts at once. See halley.d.ts. */
export function connect(options) {
  const { transport = "auto" } = options;
  if (!TRANSPORTS.includes(transport)) {
    throw new TypeError(`transport: '${transport}'; expected ${TRANSPORTS.join(", ")}`);
  }
  return new Connection(options);
}

class Connection {
  #options;
  #cursor;
  #handlers;
  #client = randomId();
  #state = "connecting";
  #transport = null;
  #turn = 0; // grows whenever what was under way no longer counts
  #timer = 0; // the one thing that happens unless something else does before
  #closeStream = null;
  #streaming = false; // whether the stream has said `$open`
  #heartbeat = 0; // ms, where heartbeats show
  #comeBack = 0; // ms that the server wants us to wait after the end that it has announced
  #request = null;
  #failures = 0;
  #streamsLost = 0;
  #pollUntil = 0;
  #lastSign = 0;
  #inbox = null; // the version of the inbox that we know, for polls to say; null if nobody wants to hear of it
  #acknowledging = 0;
  #wake = () => this.#look();

  constructor(options) {
    this.#options = { url: "/", cursor: "now", transport: "auto", ...options };
    this.#cursor = new Cursor(this.#options.channels, this.#options.cursor);
    this.#handlers = new Map(Object.entries(this.#options.on ?? {}));
    this.#inbox = INBOX.some((type) => this.#handlers.has(type)) ? "" : null;
    WAKES.forEach((event) => addEventListener(event, this.#wake, true));
    this.#begin();
  }

  /** `connecting`, `open`, `waiting`, `refused` or `closed`. */
  get state() {
    return this.#state;
  }

  /** Whichever is in use. */
  get transport() {
    return this.#transport;
  }

  /** Up to where events have been handled; a later connect() can begin here. */
  get cursor() {
    return this.#cursor.toString();
  }

  close() {
    this.#drop();
    clearTimeout(this.#acknowledging);
    WAKES.forEach((event) => removeEventListener(event, this.#wake, true));
    this.#enter("closed");
  }

  // ---- beginning, and beginning again ----

  #begin() {
    this.#drop();
    const chosen = this.#options.transport;
    if (chosen === "poll" || (chosen === "auto" && Date.now() < this.#pollUntil)) {
      this.#poll();
    } else if (this.#failures > 0) {
      this.#askThenStream();
    } else {
      this.#stream();
    }
  }

  #drop() {
    this.#turn++;
    clearTimeout(this.#timer);
    this.#closeStream?.();
    this.#closeStream = null;
    this.#streaming = false;
    this.#request?.abort();
    this.#request = null;
  }

  #expect(ms, otherwise) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(otherwise, ms);
  }

  /** The network or the page is back: no reason to wait any longer, and a stream may have died unnoticed. */
  #look() {
    const silent = Date.now() - this.#lastSign > OPENS_WITHIN;
    if (document.visibilityState === "hidden" || this.#state === "connecting") {
      return;
    }
    if (this.#state === "open" && this.#closeStream) {
      silent && this.#check();
    } else if (this.#state !== "open" || silent) {
      this.#begin();
    }
  }

  #failed(problem = null, retryAfter = 0) {
    this.#drop();
    this.#failures++;
    const refused = problem !== null && problem.status >= 400 && problem.status < 500 && problem.status !== 429;
    const backOff = Math.min(BACK_OFF.most, BACK_OFF.first * 2 ** (this.#failures - 1));
    const least = Math.min(BACK_OFF.refused, retryAfter * 1_000);
    const wait = Math.max(refused ? BACK_OFF.refused : backOff, 2 * least) * (0.5 + Math.random() / 2);
    this.#expect(wait, () => this.#begin());
    this.#enter(refused ? "refused" : "waiting", problem);
  }

  #enter(state, problem = null) {
    if (this.#state !== state) {
      this.#state = state;
      this.#call(this.#options.onState, state, problem);
    }
  }

  // ---- streams ----

  async #stream() {
    const turn = this.#turn;
    const chosen = this.#options.transport;
    this.#transport = chosen === "auto" ? "sse" : chosen;
    this.#expect(OPENS_WITHIN, () => this.#heldBack());
    const now = (act) => (value) => turn === this.#turn && act(value);
    const handlers = {
      alive: now(() => this.#streaming ? this.#checkLater() : this.#expect(OPENS_WITHIN, () => this.#heldBack())),
      event: now((event) => this.#streamed(event)),
      interrupted: now(() => this.#interrupted()),
      failed: now((problem) => this.#lost(problem)),
    };
    const open = this.#transport === "sse" ? eventSource : await this.#load().catch(() => handlers.failed());
    if (open && turn === this.#turn) {
      this.#closeStream = open(this.#address({ transport: this.#transport }), handlers);
    }
  }

  /** Not every browser tries again to load what it once could not. */
  async #load() {
    streams ??= await import(new URL(`streams.js${this.#failures > 0 ? `?${this.#failures}` : ""}`, import.meta.url));
    return streams[this.#transport];
  }

  #streamed(event) {
    if (event.type === "$open") {
      this.#streaming = true;
      this.#streamsLost = 0;
      this.#heartbeat = this.#transport === "sse" ? 0 : event.data.heartbeat * 1_000;
      this.#opened();
    } else if (event.type === "$drain") {
      this.#comeBack = event.data.retry;
    }
    this.#checkLater();
    this.#receive(event);
  }

  /** Connected and nothing comes: something between here and Halley collects the stream instead of passing it on. */
  #heldBack() {
    if (this.#options.transport === "auto") {
      this.#pollUntil = Date.now() + POLL_FOR;
      this.#begin();
    } else {
      this.#failed();
    }
  }

  /** A stream that was open is first left to the browser, which comes back at the pace that the server has set. */
  #interrupted() {
    if (this.#state === "open") {
      this.#streaming = false;
      this.#enter("waiting");
      this.#expect(REOPENS_WITHIN, () => this.#failed());
    } else {
      this.#lost();
    }
  }

  #lost(problem = null) {
    if (this.#options.transport === "auto" && this.#state !== "open" && ++this.#streamsLost >= STREAMS_LOST) {
      this.#streamsLost = 0;
      this.#heldBack();
    } else {
      this.#failed(problem, this.#comeBack / 1_000);
    }
  }

  /** Few streams tell why they were closed. A poll does, and it brings what was missed. */
  async #askThenStream() {
    if (await this.#ask(0)) {
      this.#stream();
    }
  }

  /** Heartbeats don't show in an EventSource. So after long silence a poll asks whether the stream missed something. */
  async #check() {
    const reply = await this.#ask(0, (problem, retryAfter) => {
      // A server that refuses new work may well keep the stream that it has.
      problem?.status >= 500 ? this.#checkLater() : this.#failed(problem, retryAfter);
    });
    if (reply) {
      reply.fresh || reply.more ? this.#begin() : this.#checkLater();
    }
  }

  #checkLater() {
    if (this.#heartbeat > 0) {
      this.#expect(2 * this.#heartbeat, () => this.#failed());
    } else {
      this.#expect(SILENCE * (1 + Math.random() / 4), () => this.#check());
    }
  }

  // ---- long polls ----

  async #poll() {
    const turn = this.#turn;
    this.#transport = "poll";
    let caughtUp = false;
    let wait = 0; // the first answer comes at once: it says whether we may, and where we stand
    for (;;) {
      const asked = Date.now();
      const reply = await this.#ask(wait);
      if (!reply) {
        return;
      }
      this.#opened();
      if (!reply.more && !caughtUp) {
        caughtUp = true;
        this.#call(this.#handlers.get("$caught-up"), { type: "$caught-up", data: { cursor: this.cursor } });
      }
      if (wait > 0 && reply.count === 0 && Date.now() - asked < 1_000) {
        await new Promise((resolve) => this.#expect(1_000, resolve)); // something answers at once that should have waited
      }
      if (turn !== this.#turn) {
        return;
      }
      if (this.#options.transport === "auto" && Date.now() >= this.#pollUntil) {
        this.#begin();
        return;
      }
      wait = reply.more ? 0 : POLL_WAIT;
    }
  }

  /** One poll. Null if it failed, and `failed` has arranged what comes next, or if it no longer counts. */
  async #ask(wait, failed = (problem, retryAfter) => this.#failed(problem, retryAfter)) {
    const turn = this.#turn;
    const request = new AbortController();
    const limit = setTimeout(() => request.abort(), (wait + ANSWERS_WITHIN) * 1_000);
    this.#request = request;
    try {
      const address = this.#address({ transport: "poll", wait, ...(this.#inbox !== null && { inbox: this.#inbox }) });
      const response = await fetch(address, {
        headers: { Accept: "application/json" },
        cache: "no-store",
        signal: request.signal,
      });
      const body = response.ok ? await response.json() : await problemIn(response);
      if (turn !== this.#turn) {
        return null;
      }
      if (!response.ok) {
        failed(body, Number(response.headers.get("Retry-After")) || 0);
        return null;
      }
      return this.#answered(body, turn);
    } catch {
      if (turn === this.#turn) {
        failed(null, 0);
      }
      return null;
    } finally {
      clearTimeout(limit);
    }
  }

  #answered({ events, cursor, more }, turn) {
    let fresh = false;
    for (const event of events) {
      fresh = (event.type !== "$caught-up" && this.#receive(event, "poll")) || fresh;
      if (turn !== this.#turn) {
        return null; // a handler has closed us
      }
    }
    this.#cursor.takeAll(cursor);
    this.#lastSign = Date.now();
    return { fresh, more, count: events.length };
  }

  // ---- what both have in common ----

  #opened() {
    this.#failures = 0;
    this.#comeBack = 0;
    this.#enter("open");
  }

  /** Whether it was an event of a log that we had not seen. */
  #receive(event, by = this.#transport) {
    this.#lastSign = Date.now();
    if (event.id && !this.#cursor.take(event.channel, event.id)) {
      return false;
    }
    if (event.type === "$gap") {
      this.#cursor.reset(event.channel, event.data.cursor);
    } else if (event.type === "$open" || event.type === "$caught-up") {
      this.#cursor.takeAll(event.data.cursor);
    } else if (INBOX.includes(event.type) && this.#inbox !== null) {
      this.#inbox = event.data.version;
    } else if (event.id && this.#options.acknowledge && isOfInbox(event.channel)) {
      this.#acknowledgeLater();
    }
    this.#call(this.#handlers.get(event.type) ?? (event.type.startsWith("$") ? undefined : this.#handlers.get("*")), event, by);
    return event.id !== undefined;
  }

  /**
   * A poll says by its cursor what has arrived; a stream only when it comes back. What arrives meanwhile goes along. One
   * that fails is repeated once; the next event's covers it, too.
   */
  #acknowledgeLater(repeats = true) {
    if (this.#transport !== "poll" && this.#state !== "closed") {
      const wait = ACKNOWLEDGES.first + (ACKNOWLEDGES.most - ACKNOWLEDGES.first) * Math.random();
      this.#acknowledging ||= setTimeout(() => this.#acknowledge(repeats), wait);
    }
  }

  async #acknowledge(repeats) {
    this.#acknowledging = 0;
    const status = await this.#sendCursor().then(({ status }) => status, () => 0);
    if (repeats && (status === 0 || status === 429 || status >= 500)) {
      this.#acknowledgeLater(false);
    }
  }

  #sendCursor() {
    const { url, channels, user } = this.#options;
    const own = channels.find((channel) => channel.startsWith("user:"));
    const cursor = [own, "users"].map((channel) => this.#cursor.at(channel)).join(",");
    const address = new URL("v1/inbox/ack", new URL(url, location.href));
    user && address.searchParams.set("user", user);
    return fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ cursor }),
      keepalive: true,
    });
  }

  /** A handler that throws is reported like any other error of the page, and stops nothing. */
  #call(handler, ...values) {
    try {
      handler?.(...values);
    } catch (error) {
      setTimeout(() => {
        throw error;
      });
    }
  }

  #address(parameters) {
    const { url, channels, user } = this.#options;
    const address = new URL("v1/events", new URL(url, location.href));
    channels.forEach((channel) => address.searchParams.append("channel", channel));
    const all = { ...parameters, cursor: this.cursor, client: this.#client, ...(user && { user }) };
    Object.entries(all).forEach(([name, value]) => address.searchParams.set(name, value));
    return address;
  }
}

/** The one stream that every page has at hand; the others are in streams.js, which says what they have in common. */
function eventSource(address, { alive, event, interrupted, failed }) {
  address.searchParams.set("dispatch", "message"); // it would only hear the types that it is asked for
  const source = new EventSource(address);
  source.addEventListener("open", alive);
  source.addEventListener("message", ({ data }) => event(JSON.parse(data)));
  // any answer but a 200 (a 502 of a proxy whose server restarts) closes it for good; then we open a new one
  source.addEventListener("error", () => (source.readyState === EventSource.CONNECTING ? interrupted() : failed()));
  return () => source.close();
}

/** One position per channel, in the order of the request, and per epoch the highest offset that was handed over. */
class Cursor {
  #channels;
  #slots;
  #seen;

  constructor(channels, text) {
    const slots = text.split(",");
    this.#channels = channels;
    this.#slots = slots.length === channels.length ? slots : channels.map(() => text);
    this.#seen = channels.map(() => new Map());
  }

  /** Moves on to an event; false if it was handed over before. */
  take(channel, id) {
    const index = this.#channels.indexOf(channel);
    const { epoch, offset } = parsed(id);
    const seen = this.#seen[index];
    if (!seen || seen.get(epoch) >= offset) {
      return false;
    }
    seen.set(epoch, offset);
    if (seen.size > EPOCHS) {
      seen.delete(seen.keys().next().value);
    }
    this.#slots[index] = id;
    return true;
  }

  /** Moves on to where the server says we are; an answer that the stream has overtaken moves nothing. */
  takeAll(text) {
    text.split(",").forEach((id, index) => {
      const [had, now] = [parsed(this.#slots[index]), parsed(id)];
      if (had.epoch !== now.epoch || had.offset < now.offset) {
        this.#slots[index] = id;
      }
    });
  }

  /** After a gap reading goes on where the server says, be it before where we were. */
  reset(channel, text) {
    const index = this.#channels.indexOf(channel);
    this.#slots[index] = text.split(",")[index];
  }

  /** The event up to which a channel is handed over; `0.0` if that is not known. */
  at(channel) {
    const slot = this.#slots[this.#channels.indexOf(channel)];
    return slot?.includes(".") ? slot : "0.0";
  }

  toString() {
    return this.#slots.join(",");
  }
}

function isOfInbox(channel) {
  return channel === "users" || channel.startsWith("user:");
}

function parsed(id) {
  const [epoch, offset] = id.split(".");
  return { epoch, offset: Number(offset) };
}

async function problemIn(response) {
  const problem = await response.json().catch(() => null);
  return { title: response.statusText, detail: "", ...problem, status: response.status };
}

function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
