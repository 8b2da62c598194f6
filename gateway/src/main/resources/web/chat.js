import { peopleOf } from "/chat/people.js";
import { chatLog } from "/chat/log.js";
import { outbox } from "/chat/outbox.js";
import { isBeside, isRoom, roomList } from "/chat/rooms.js";
import { connect } from "/halley.js";
import { t } from "/i18n.js";
import { chosenTransport, session, showState, userOfPage } from "/page.js";
import { element } from "/ui.js";

const HISTORY = 50; // messages to begin with
const SIGNS = 200; // of who is here: enough for some 80 pages
const COMPOSING = 229; // what Safari says of the Enter that ends a word of an input method
const [text, state, aside, opener, full] = ["text", "state", "aside", "open-aside", "full"].map((id) =>
  document.getElementById(id),
);
const asked = new URL(location.href).searchParams.get("room") || "lobby";
const room = isBeside(asked) ? asked.slice(0, asked.lastIndexOf(":")) : asked;
const channel = `chat:${room}`;
const transport = chosenTransport(document.getElementById("transport"), () => follow(connection.cursor));

let user = "";
let connection = null;
let log = null;
let people = null;
let rooms = null;
let waiting = null; // what is to be sent

document.getElementById("title").textContent = room;
document.title = `${room} · ${t("Chat")} · Halley`;
document.getElementById("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== COMPOSING) {
    event.preventDefault();
    submit();
  }
});
text.addEventListener("input", grow);
opener.addEventListener("click", () => showAside(!aside.classList.contains("open")));
document.getElementById("log").addEventListener("click", () => showAside(false));
document.addEventListener("keydown", (event) => event.key === "Escape" && showAside(false));
if (isRoom(room)) {
  enter(null);
} else {
  showNoRoom();
}

/** A page never changes its user, so that what was made for that user stays when the session has to be renewed. */
async function enter(cursor) {
  const chat = document.getElementById("chat");
  chat.hidden = true;
  user = await userOfPage(document.getElementById("sign-in"));
  document.getElementById("user").value = user;
  chat.hidden = false;
  text.focus();
  if (log === null) {
    log = chatLog({ channel, user });
    waiting = outbox(user, { changed: showWaiting, sent: (message, id) => log.sent(message, id) });
    rooms = roomList({ room, user });
    people = peopleOf({ channel, user });
    showWaiting();
  }
  follow(cursor ?? [`last:${HISTORY}`, `last:${SIGNS}`, ...rooms.cursors].join(","));
}

/** Only an address that somebody has typed or made up leads here. */
function showNoRoom() {
  const place = document.getElementById("sign-in");
  const lobby = new URL(location.href);
  lobby.searchParams.delete("room");
  place.replaceChildren(
    element(
      "section",
      { className: "card" },
      element("h1", {}, t("There is no such room")),
      element("p", { className: "wrap" }, t("“{0}” can’t be the name of a room. A name is made of letters, digits and . _ ~ @ + -", room)),
      element("a", { className: "button primary", href: lobby.href }, t("Go to the lobby")),
    ),
  );
  place.hidden = false;
  showState(state, "closed");
}

function follow(cursor) {
  connection?.close();
  const made = connect({
    channels: [channel, people.channel, ...rooms.channels],
    user,
    cursor,
    transport: transport(),
    on: { message: arrived, here: people.arrived, gone: people.arrived, $gap: missed, "$caught-up": log.replayed },
    onState(now, problem) {
      if (made === connection) {
        showState(state, now, problem);
        if (now === "open") {
          people.enter();
          waiting.flush();
        } else if (now === "refused") {
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
    log.aside(problem.detail || problem.title, "bad");
  }
}

function arrived(event) {
  if (event.channel === channel) {
    log.arrived(event);
    rooms.seen(event.id);
  } else {
    rooms.arrived(event);
  }
}

function missed({ data }) {
  if (data.channel === channel) {
    log.aside(t("Some messages are missing here: they are no longer kept."));
  }
}

function submit() {
  const words = text.value.trim();
  if (words === "") {
    return;
  }
  const taken = waiting.add(channel, words);
  full.textContent = taken ? "" : t("Too many messages wait to be sent. Say this when they are gone.");
  if (taken) {
    text.value = "";
    grow();
    text.focus();
  }
}

function showWaiting() {
  const all = waiting.messages();
  log.waiting(
    all.filter((message) => message.channel === channel),
    waiting,
  );
  rooms.unsent(all.map((message) => message.channel.slice("chat:".length)));
  full.textContent = "";
}

function showAside(open) {
  aside.classList.toggle("open", open);
  opener.setAttribute("aria-expanded", open);
}

function grow() {
  text.style.height = "";
  text.style.height = `${text.scrollHeight + text.offsetHeight - text.clientHeight}px`;
}
