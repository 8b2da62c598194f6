/** The last event of a channel as each transport writes it. Only what frames it on its way (TCP, chunks) doesn't show. */

import { t } from "/i18n.js";
import { element } from "/ui.js";

const WITHIN = 5_000; // ms
const PADDING = /[ \n]{20,}/g;

/** Fills `place` with what each of the transports, by name and title, says of the last event. */
export async function showWire(place, titles, channel, user) {
  const parts = [...titles].map(([name, title]) => {
    const words = element("pre", {}, "…");
    return { name, words, element: element("section", {}, element("h3", {}, title), words) };
  });
  place.replaceChildren(...parts.map((part) => part.element));
  for (const { name, words } of parts) { // one after the other: each takes one more connection than the page has already
    const address = new URL("/v1/events", location.href);
    Object.entries({ channel, user, transport: name, cursor: "last:1", wait: 0 }).forEach((entry) => address.searchParams.set(...entry));
    const text = await (name === "ws" ? ofSocket(address) : ofAnswer(address)).catch((failure) => String(failure));
    words.textContent = text.replace(PADDING, (blanks) => t("[{0} blanks]", blanks.length));
  }
}

const isWhole = (text) => text.includes("$caught-up");

/** Reads until everything that was kept has come. */
async function ofAnswer(address) {
  const request = new AbortController();
  const limit = setTimeout(() => request.abort(), WITHIN);
  let text = "";
  try {
    const response = await fetch(address, { cache: "no-store", signal: request.signal });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += part.value;
      if (isWhole(text)) {
        break;
      }
    }
  } catch (failure) {
    text ||= String(failure);
  } finally {
    clearTimeout(limit);
    request.abort();
  }
  return text;
}

function ofSocket(address) {
  address.protocol = address.protocol.replace("http", "ws");
  const socket = new WebSocket(address);
  return new Promise((resolve) => {
    let text = "";
    const done = () => (socket.close(), resolve(text || t("Nothing came.")));
    socket.addEventListener("message", ({ data }) => {
      text += data;
      if (isWhole(text)) {
        done();
      }
    });
    socket.addEventListener("close", done);
    setTimeout(done, WITHIN);
  });
}
