/** What became of pushes, asked for as long as it can change. */

import { call } from "/console/page.js";

const EVERY = 2_000; // ms
const MOST = 100; // receipts in a request
const REQUESTS = 2; // at a time
const LONGEST = 8_000; // characters of a query; the server takes 16 KiB with all headers
const FINAL = ["read", "gone"];

/**
 * Asks in turn for those of `open()`, a list of `{user, id}`, and calls `onAnswer` for each answer, `onReceipts` with what
 * it tells, as `[[of, receipt], …]`. `key` gives the key, "" if there is none.
 */
export function receipts(key, open, onReceipts, onAnswer) {
  const final = new WeakSet();
  let timer = 0;
  let next = 0; // where the next turn begins

  async function ask() {
    timer = 0;
    const waiting = open().filter((of) => !final.has(of));
    if (key() === "" || document.hidden || waiting.length === 0) {
      return;
    }
    next = next < waiting.length ? next : 0;
    for (let i = 0; i < REQUESTS && next < waiting.length; i++) {
      const part = fitting(waiting.slice(next, next + MOST));
      next += part.length;
      const answer = await call(key(), "GET", `/v1/receipts?${part.map(query).join("&")}`);
      onAnswer(answer);
      if (!answer.ok) {
        break;
      }
      const told = answer.body.receipts.map((receipt, index) => [part[index], receipt]);
      told.filter(([, { state }]) => FINAL.includes(state)).forEach(([of]) => final.add(of));
      onReceipts(told);
    }
    begin();
  }

  /** Goes on, if it had nothing to ask for. */
  function begin() {
    timer ||= setTimeout(ask, EVERY);
  }

  return begin;
}

const query = ({ user, id }) => `of=${encodeURIComponent(`${user}/${id}`)}`;

function fitting(list) {
  let length = 0;
  const beyond = list.findIndex((of) => (length += query(of).length + 1) > LONGEST);
  return beyond < 0 ? list : list.slice(0, beyond);
}
