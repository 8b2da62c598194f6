import { delays } from "/delays.js";
import { connect } from "/halley.js";
import { sentences, t } from "/i18n.js";
import { session, showState, userOfPage } from "/page.js";
import { makeColumn } from "/transports/column.js";
import { comparison } from "/transports/comparison.js";
import { sender } from "/transports/sender.js";
import { showWire } from "/transports/wire.js";
import { call } from "/ui.js";

const CHANNEL = "chat:transports";
const NAMES = { sse: "SSE", poll: t("Long poll"), ndjson: "NDJSON", iframe: t("Hidden iframe"), ws: "WebSocket" };
const OPENS_WITHIN = 10_000; // ms after which the page says what may be in the way
const AGAIN = 2_000; // ms
const SETTLES = 250; // ms: an event is not everywhere in the same moment, and that is no news
const TITLES = new Map(Object.entries(NAMES));
const [state, verdict, text] = ["state", "verdict", "text"].map((id) => document.getElementById(id));
const late = delays();
const compared = comparison([...TITLES.keys()]);

let user = "";
let columns = null; // by transport
let asking = false;
let telling = 0;

begin();

async function begin() {
  const place = document.getElementById("transports");
  user = await userOfPage(document.getElementById("sign-in"));
  place.hidden = false;
  text.focus();
  columns = new Map([...TITLES].map(([name, title]) => [name, makeColumn(name, title, late)]));
  document.getElementById("columns").replaceChildren(...[...columns.values()].map(({ element }) => element));
  const send = sender({ channel: CHANNEL, user });
  document.getElementById("send").addEventListener("submit", (event) => {
    event.preventDefault();
    send([text.value]);
    text.value = "";
  });
  document.getElementById("send-many").addEventListener("click", () => send(Array.from({ length: 20 }, (_, i) => `${i + 1} / 20`)));
  document.getElementById("show-wire").addEventListener("click", () => showWire(document.getElementById("wire"), TITLES, CHANNEL, user));
  tell();
  const cursor = await head();
  columns.forEach((column, transport) => follow(column, transport, cursor));
  setTimeout(showHeld, OPENS_WITHIN);
}

/** Where all of them begin. */
async function head() {
  const query = new URLSearchParams({ channel: CHANNEL, user, transport: "poll", wait: 0, cursor: "now" });
  for (;;) {
    const answer = await call("GET", `/v1/events?${query}`);
    if (answer.ok) {
      return answer.body.cursor;
    }
    verdict.textContent = answer.problem;
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

function follow(column, transport, cursor) {
  const connection = connect({
    channels: [CHANNEL],
    user,
    cursor,
    transport,
    on: {
      "*": (event, by) => {
        column.arrived(event, compared.arrived(transport, event.id), by);
        show();
      },
      $gap() {
        column.gap();
        compared.gap(transport);
        show();
      },
    },
    onState(now, problem) {
      column.state(now, problem);
      showStates();
      if (problem?.status === 401) {
        signedOut();
      }
    },
  });
  column.state(connection.state, null);
}

/** The page begins anew, with nothing to compare. */
async function signedOut() {
  if (!asking) {
    asking = true;
    const { users } = await session();
    asking = false;
    if (!users.includes(user)) {
      location.reload();
    }
  }
}

/** The bar shows the worst of them. */
function showStates() {
  const states = [...columns.values()].map((column) => column.now());
  const worst = ["refused", "waiting", "connecting"].find((one) => states.includes(one)) ?? "open";
  showState(state, worst);
  if (worst === "open") {
    document.getElementById("held").hidden = true;
  }
  show();
}

/** If none is open, it is the server that is away. */
function showHeld() {
  const all = [...columns.values()];
  document.getElementById("held").hidden = all.every((column) => column.wasOpen()) || !all.some((column) => column.now() === "open");
}

function show() {
  telling ||= setTimeout(tell, SETTLES);
}

function tell() {
  telling = 0;
  const { count, behind, faults } = compared.result();
  const titled = (lines) => lines.map(([name, words]) => `${TITLES.get(name)}: ${words}`).join(" · ");
  const isWhole = behind.length === 0 && [...columns.values()].every((column) => column.now() === "open");
  const kind = faults.length > 0 ? "bad" : count > 0 && isWhole ? "good" : "";
  verdict.className = `note ${kind}`;
  verdict.dataset.same = { bad: "no", good: "yes" }[kind] ?? "open";
  if (faults.length > 0) {
    verdict.textContent = t("Not the same. {0}", titled(faults.map(([name, missing, extra]) => [name, faultOf(missing, extra)])));
  } else if (count === 0) {
    verdict.textContent = t("Nothing has been said yet. Send a message, or 20 at once.");
  } else if (behind.length > 0) {
    verdict.textContent = t("The same so far, and still to come: {0}", titled(behind));
  } else {
    const same = count === 1 ? t("The same event in all five columns.") : t("The same {0} events in all five columns, in the same order.", count);
    const polled = [...columns.values()].reduce((sum, column) => sum + column.polled(), 0);
    verdict.textContent = sentences(same, polled > 0 && t("Brought by the poll that asks why a stream was lost: {0}.", polled));
  }
}

function faultOf(missing, extra) {
  return [missing > 0 ? t("{0} missing", missing) : "", extra > 0 ? t("{0} twice or out of order", extra) : ""].filter(Boolean).join(", ");
}
