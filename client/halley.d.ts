/** One event. Types beginning with `$` are Halley's own and carry no id. */
export interface HalleyEvent<Data = unknown> {
  /** The channel; only some of Halley's own events have none. */
  channel?: string;
  /** `EPOCH.OFFSET`; absent on Halley's own events and on ephemeral channels. */
  id?: string;
  /** The store's clock in ms since 1970. */
  time?: number;
  type: string;
  data: Data;
  /** The signed-in user who published it; absent if a back end did. */
  from?: string;
}

/** Events were lost for this channel: reading goes on at `earliest`. */
export interface Gap {
  channel: string;
  requested: string;
  earliest: string;
  head: string;
  cursor: string;
}

/**
 * How the inbox of the user stands: the data of `$inbox`, which comes after `$caught-up` and whenever a `$read` may have
 * been missed, to connections that have `user:ID` among their channels.
 */
export interface Inbox {
  /** Events that are retained and were not read. */
  unread: number;
  /** Events that went before they were read. */
  dropped: number;
  /** Up to here everything was read or is gone: an event id of `user:ID` and one of `users`. */
  readUpTo: string;
  /** Up to here `unread` counts. */
  head: string;
  version: string;
}

/** The data of `$read`: on some device the user has read these events, or, if there are none, everything up to `readUpTo`. */
export interface Read extends Inbox {
  ids: string[];
}

/** An answer that is not a success, in the form of RFC 9457. */
export interface Problem {
  status: number;
  title: string;
  detail: string;
}

/**
 * - `connecting`: the first attempt is under way
 * - `open`: events arrive as they happen
 * - `waiting`: the connection is lost; it is tried again by itself, first within 0.5 s, then at growing distances up to 8 s, or up to
 *   two minutes if the server asks for that (`Retry-After`)
 * - `refused`: the server says no (not signed in, not allowed, no such channel); asked again after 30 to 60 s
 * - `closed`: by close()
 */
export type State = "connecting" | "open" | "waiting" | "refused" | "closed";

/** How events come. */
export type Transport = "sse" | "poll" | "ndjson" | "iframe" | "ws";

export interface Options {
  /** 1 to 100 channels, each once. */
  channels: string[];
  /**
   * A handler per event type, and `*` for all others but Halley's own. `$gap` says that events were lost, `$caught-up` that
   * the past has been replayed (after each connecting).
   * `by` is what brought the event: not always the transport, as a poll asks why a stream was lost and brings what was missed.
   */
  on?: Record<string, (event: HalleyEvent<any>, by: Transport) => void>;
  onState?: (state: State, problem: Problem | null) => void;
  /** Where to begin: `now` (default), `start`, `last:N`, or an earlier connection's cursor. */
  cursor?: string;
  /** Which signed-in user is meant, where there are several in this browser. */
  user?: string;
  /**
   * Tells Halley what has arrived of `user:ID` and `users`, within ten seconds, so that its receipts say `delivered` while
   * the stream goes on, and not only when it comes back. False by default.
   */
  acknowledge?: boolean;
  /**
   * - `auto` (default): server-sent events, and polls for five minutes where a proxy holds those back
   * - `sse`, `poll`: only that one
   * - `ndjson`: lines of JSON, read from the answer while it comes
   * - `iframe`: a hidden frame that never ends loading, and so does the page, as browsers show it; only for a Halley of the
   *   page's own origin, and with `frame-src 'self'` where the page has a content security policy
   * - `ws`: a WebSocket
   *
   * None of them gives way to another but `auto`.
   */
  transport?: "auto" | Transport;
  /** Where Halley is, with a slash at the end; by default the root of the page's own origin. */
  url?: string;
}

export interface Connection {
  readonly state: State;
  /** Which transport is in use; null before the first attempt. */
  readonly transport: Transport | null;
  /** Up to where events have been handled, one position per channel. */
  readonly cursor: string;
  close(): void;
}

/**
 * Connects at once and stays connected until close(). Over HTTP/1.1 a browser opens at most six connections to one
 * server, over all its tabs, and each Connection keeps one: follow several channels by one rather than by several.
 */
export function connect(options: Options): Connection;
