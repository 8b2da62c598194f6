/** Places of the page, and requests to the publisher. */

import { call as request } from "/ui.js";

const ANSWERS_WITHIN = 40_000; // ms; a push to thousands takes its time

export const at = (id) => document.getElementById(id);

/** Shows text in a place that is hidden while there is nothing to say. */
export function say(place, text) {
  if (place.textContent !== text) {
    place.textContent = text;
  }
  place.hidden = text === "";
}

/** One request with the key, as `call` of ui.js. */
export const call = (key, method, path, body = undefined, headers = {}) =>
  request(method, path, body, { Authorization: `Bearer ${key}`, ...headers }, ANSWERS_WITHIN);
