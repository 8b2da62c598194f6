/** Elements of the page, and requests to the publisher. */

const ANSWERS_WITHIN = 40_000; // ms; a push to thousands takes its time

export const at = (id) => document.getElementById(id);

/** An element with these properties and children; text is only ever text. */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Shows text in a place that is hidden while there is nothing to say. */
export function say(place, text) {
  if (place.textContent !== text) {
    place.textContent = text;
  }
  place.hidden = text === "";
}

/** One request. Never throws: `{ok, status, body, problem}`, status 0 if no answer came. */
export async function call(key, method, path, body = undefined, headers = {}) {
  const request = new AbortController();
  const limit = setTimeout(() => request.abort(), ANSWERS_WITHIN);
  try {
    const response = await fetch(path, {
      method,
      cache: "no-store",
      signal: request.signal,
      headers: {
        Authorization: `Bearer ${key}`,
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = await response.json().catch(() => null);
    const { ok, status } = response;
    return { ok, status, body: answer, problem: ok ? "" : sentence(answer?.detail || `the server answered ${status}`) };
  } catch {
    return { ok: false, status: 0, body: null, problem: "The server can’t be reached." };
  } finally {
    clearTimeout(limit);
  }
}

function sentence(text) {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
