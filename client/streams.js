/**
 * The streams that halley.js loads only for pages that ask for them. Each is opened with an address of `/v1/events` and
 * handlers, and returns a function that closes it:
 *
 *   event(event)     for each event, in order
 *   alive()          for every other sign that something gets through
 *   failed(problem)  once it is over, however that came; the problem only if the server said not to come back
 *
 * After it was closed, its handlers are no longer heard.
 */

const FINAL = [1002, 1003, 1007, 1009]; // codes of a WebSocket's end after which the same would only happen again

/** Lines of JSON, read while the answer comes; an empty line is a heartbeat. */
export function ndjson(address, { event, alive, failed }) {
  const request = new AbortController();
  const read = async () => {
    const response = await fetch(address, {
      headers: { Accept: "application/x-ndjson" },
      cache: "no-store",
      signal: request.signal,
    });
    if (!response.ok) {
      return;
    }
    alive();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let begun = "", part = await reader.read(); !part.done; part = await reader.read()) {
      const lines = (begun + part.value).split("\n");
      begun = lines.pop(); // a line that was cut off is never handed over
      alive();
      events(lines).forEach(event);
    }
  };
  read()
    .catch(() => {})
    .then(() => failed());
  return () => request.abort();
}

/** A WebSocket; each frame is one or more events, and an empty one is a heartbeat. */
export function ws(address, { event, alive, failed }) {
  address.protocol = address.protocol.replace("http", "ws");
  const socket = new WebSocket(address);
  socket.addEventListener("open", alive);
  socket.addEventListener("message", ({ data }) => {
    alive();
    events(data.split("\n")).forEach(event);
  });
  socket.addEventListener("close", ({ code, reason }) =>
    failed(FINAL.includes(code) ? { status: 400, title: "Closed for good", detail: reason || `code ${code}` } : null),
  );
  return () => socket.close(1000);
}

/**
 * A hidden frame whose document never ends: its scripts call a function of this page with arrays of events, empty ones as
 * heartbeats. Only a document that was ended properly is loaded one day; one that was cut just stays silent.
 */
export function iframe(address, { event, alive, failed }) {
  const name = `onEvents_${crypto.getRandomValues(new Uint32Array(2)).join("")}`;
  const frame = Object.assign(document.createElement("iframe"), { hidden: true, title: "Events" });
  window.halley ??= {};
  window.halley[name] = (received) => {
    alive();
    received.forEach(event);
  };
  frame.addEventListener("load", () => failed());
  address.searchParams.set("callback", `parent.halley.${name}`);
  frame.src = address;
  const show = () => document.body.append(frame);
  if (document.readyState === "complete") {
    show();
  } else {
    addEventListener("load", show, { once: true }); // or the page itself would never be loaded
  }
  return () => {
    removeEventListener("load", show);
    delete window.halley[name];
    frame.remove();
  };
}

function events(lines) {
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}
