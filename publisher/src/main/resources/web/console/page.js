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

/** One request with the key, as `call` of ui.js; its problem is a sentence. */
export async function call(key, method, path, body = undefined, headers = {}) {
  const answer = await request(method, path, body, { Authorization: `Bearer ${key}`, ...headers }, ANSWERS_WITHIN);
  return answer.ok ? answer : { ...answer, problem: sentence(answer.problem) };
}

function sentence(text) {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
