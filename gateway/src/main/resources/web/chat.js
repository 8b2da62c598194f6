import { connect } from "/halley.js";
import { session, showState, userOfPage } from "/page.js";
import { call, element } from "/ui.js";

const HISTORY = 50;
const KEPT = 500; // messages on the page
const UNSENT = 20; // messages that may wait to be sent
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const calendar = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const [log, messages, unsent, text, state] = ["log", "messages", "unsent", "text", "state"].map((id) =>
  document.getElementById(id),
);
const room = new URL(location.href).searchParams.get("room") || "lobby";
const channel = `chat:${room}`;

let user = "";
let connection = null;
let sending = Promise.resolve(); // one after the other, so that they arrive in the order they were written

document.getElementById("title").textContent = room;
document.getElementById("room").value = room;
document.title = `${room} · Chat · Halley`;
document.querySelectorAll("input[name=transport]").forEach((choice) =>
  choice.addEventListener("change", () => {
    const cursor = connection.cursor;
    connection.close();
    follow(cursor);
  }),
);
document.getElementById("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  }
});
text.addEventListener("input", grow);
enter(`last:${HISTORY}`);

async function enter(cursor) {
  const chat = document.getElementById("chat");
  chat.hidden = true;
  user = await userOfPage(document.getElementById("sign-in"));
  document.getElementById("user").value = user;
  chat.hidden = false;
  text.focus();
  follow(cursor);
}

function follow(cursor) {
  const made = connect({
    channels: [channel],
    user,
    cursor,
    transport: document.querySelector("input[name=transport]:checked").value,
    on: { message: arrived, $gap: missed, "$caught-up": replayed },
    onState(now, problem) {
      if (made === connection) {
        showState(state, now, problem);
        if (now === "refused") {
          refused(problem);
        }
      }
    },
  });
  connection = made;
  showState(state, made.state);
}

async function refused(problem) {
  if (problem.status === 401 && !(await session()).users.includes(user)) {
    connection.close();
    showState(state, "refused", problem);
    enter(connection.cursor);
  } else {
    append(element("li", { className: "aside bad" }, problem.detail || problem.title));
  }
}

// ---- what arrives ----

function arrived({ id, time, from, data }) {
  [...unsent.children].find((row) => row.dataset.id === id)?.remove();
  append(messageRow({ time, from, words: typeof data === "string" ? data : JSON.stringify(data, null, 1), id }));
}

function missed() {
  append(element("li", { className: "aside" }, "Some messages are missing here: they are no longer kept."));
}

function replayed() {
  log.setAttribute("aria-live", "polite");
}

function messageRow({ time, from, words, id }) {
  const date = new Date(time);
  const today = date.toDateString() === new Date().toDateString();
  const row = element(
    "li",
    { className: from === user ? "own" : "" },
    element(
      "p",
      { className: "by" },
      element("strong", {}, from ?? "server"),
      element("time", { dateTime: date.toISOString() }, (today ? clock : calendar).format(date)),
    ),
    element("p", { className: "words" }, words),
  );
  row.dataset.id = id;
  return row;
}

function append(row, to = messages) {
  const atBottom = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  to.append(row);
  while (messages.children.length > KEPT) {
    messages.firstElementChild.remove();
  }
  document.getElementById("empty").hidden = true;
  if (atBottom || to === unsent) {
    log.scrollTop = log.scrollHeight;
  }
}

// ---- what is sent ----

function submit() {
  const words = text.value.trim();
  if (words === "" || unsent.children.length >= UNSENT) {
    return;
  }
  text.value = "";
  grow();
  const row = messageRow({ time: Date.now(), from: user, words, id: "" });
  row.append(element("p", { className: "fate soft" }));
  append(row, unsent);
  send(row, words, crypto.getRandomValues(new Uint32Array(4)).join("-"));
}

function send(row, words, key) {
  const fate = row.querySelector(".fate");
  fate.replaceChildren("Sending …");
  sending = sending.then(async () => {
    const path = `/v1/channels/${encodeURIComponent(channel)}/events?user=${encodeURIComponent(user)}`;
    const answer = await call("POST", path, { data: words }, { "Idempotency-Key": key });
    if (answer.ok) {
      sent(row, answer.body.id);
    } else {
      notSent(fate, answer.problem, { again: () => send(row, words, key), discard: () => row.remove() });
    }
  });
}

/** The event itself is what is shown, so that all see the same order; until it has come, the row stays. */
function sent(row, id) {
  if ([...messages.children].some((message) => message.dataset.id === id)) {
    row.remove();
  } else {
    row.dataset.id = id;
    row.querySelector(".fate").replaceChildren("Sent");
  }
}

/** The key stays the same, so that a message that did arrive isn't published twice. */
function notSent(fate, problem, { again, discard }) {
  const repeat = element("button", { type: "button", className: "small" }, "Send again");
  const drop = element("button", { type: "button", className: "quiet small" }, "Discard");
  repeat.addEventListener("click", again);
  drop.addEventListener("click", discard);
  fate.replaceChildren(element("span", { className: "bad" }, `Not sent. ${problem} `), repeat, drop);
  log.scrollTop = log.scrollHeight;
}

function grow() {
  text.rows = Math.min(6, text.value.split("\n").length);
}
