/** Learns of joins and leaves when they happen. */

import { call } from "/console/page.js";

const HELD = 25; // s
const PACE = 1_000; // ms from one answer to the next question: many who come at once are one change
const TROUBLE = 5_000; // ms until it is tried again

/** Calls `changed` when somebody came or went, while the page is visible; `key` gives the key, "" if there is none. */
export function presenceEvents(key, changed) {
  let cursor = "now";
  let running = false;

  async function run() {
    running = true;
    while (key() !== "" && !document.hidden) {
      const query = `cursor=${encodeURIComponent(cursor)}&wait=${HELD}&limit=1000`;
      const answer = await call(key(), "GET", `/v1/channels/presence/events?${query}`);
      if (answer.ok) {
        cursor = answer.body.cursor;
        if (answer.body.events.length > 0) {
          changed();
        }
      }
      await new Promise((resolve) => setTimeout(resolve, answer.ok ? PACE : TROUBLE));
    }
    running = false;
  }

  return () => running || run();
}
