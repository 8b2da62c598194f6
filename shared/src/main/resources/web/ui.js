/** What the pages of gateway and publisher share: elements, what plots are drawn of, and requests with JSON both ways. */

import { t } from "/i18n.js";

const SVG = "http://www.w3.org/2000/svg";
const ANSWERS_WITHIN = 15_000; // ms

/** An element with these properties and children; text is only ever text. */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** An element of a drawing, with these attributes. */
export function drawn(tag, attributes, text = "") {
  const made = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.textContent = text;
  return made;
}

/** The top of the axis of a plot, with a middle that reads well: 1, 2, 4, 10, 20, 40, 100 … */
export function axisTop(highest) {
  for (let power = 1; ; power *= 10) {
    const fits = [1, 2, 4].find((step) => step * power >= highest);
    if (fits !== undefined) {
      return fits * power;
    }
  }
}

/** One request; `within` in ms. Never throws: `{ok, status, body, problem}`, a sentence; status 0 if no answer came. */
export async function call(method, path, body = undefined, headers = {}, within = ANSWERS_WITHIN) {
  const request = new AbortController();
  const limit = setTimeout(() => request.abort(), within);
  try {
    const response = await fetch(path, {
      method,
      cache: "no-store",
      signal: request.signal,
      headers: { Accept: "application/json", ...(body !== undefined && { "Content-Type": "application/json" }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = await response.json().catch(() => null);
    const { ok, status } = response;
    const said = answer?.detail || answer?.title || null;
    return { ok, status, body: answer, problem: ok ? "" : sentence(said ?? t("The server answered {0}.", status)) };
  } catch {
    return { ok: false, status: 0, body: null, problem: t("The server can’t be reached.") };
  } finally {
    clearTimeout(limit);
  }
}

function sentence(text) {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?。]$/.test(begun) ? begun : `${begun}.`;
}
