import { connect } from "/halley.js";
import { t } from "/i18n.js";
import { Known } from "/inbox/known.js";
import { entryLists } from "/inbox/list.js";
import { loader } from "/inbox/loader.js";
import { notifier } from "/inbox/notify.js";
import { session, showState, userOfPage } from "/page.js";
import { isPassing, reader } from "/reading.js";

const [state, count, readAll, trouble, dropped, empty] = ["state", "count", "read-all", "trouble", "dropped", "empty"].map(
  (id) => document.getElementById(id),
);

let user = "";
let known = null;
let loading = null;
let reading = null;
let notify = null;
let connection = null;
let leaving = false;

const lists = entryLists({
  opened: ({ id, readAt }) => readAt === null && reading.mark(id),
  more: (kind) => loading.more(kind),
});

readAll.addEventListener("click", markAll);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) {
    notify?.withdraw();
    loading?.reload();
  }
});
enter();

async function enter() {
  const inbox = document.getElementById("inbox");
  inbox.hidden = true;
  user = await userOfPage(document.getElementById("sign-in"));
  inbox.hidden = false;
  known ??= new Known([`user:${user}`, "users"]);
  notify ??= notifier(user);
  reading = reader(user, { onAnswer: marked });
  loading = loader(user, known, { onLoaded: loaded, onFailed: notLoaded });
  loading.reload();
}

async function signedOut(problem) {
  if (leaving) {
    return;
  }
  leaving = true;
  if (!(await session()).users.includes(user)) {
    loading.stop();
    connection?.close();
    connection = null;
    showState(state, "refused", problem);
    await enter();
  }
  leaving = false;
}

// ---- what the server knows ----

function loaded() {
  say("");
  show();
  listen();
}

function notLoaded({ status, problem }) {
  if (status === 401) {
    signedOut({ status, detail: problem });
    return;
  }
  if (!connection) {
    showState(state, "waiting");
  }
  say(known.version ? t("{0} What is shown here may be old. This page keeps trying.", problem) : t("{0} This page keeps trying.", problem));
}

// ---- what comes by itself ----

/** From where the inbox was read on, so that nothing falls between. */
function listen() {
  if (connection) {
    return;
  }
  const made = connect({
    channels: [`user:${user}`, "users"],
    user,
    cursor: known.head,
    acknowledge: true,
    on: {
      "*": arrived,
      $inbox: told,
      $read: told,
      $gap: missed,
    },
    onState: (now, problem) => made === connection && entered(now, problem),
  });
  connection = made;
  showState(state, made.state);
}

function entered(now, problem) {
  showState(state, now, problem);
  if (problem?.status === 401) {
    signedOut(problem);
  } else if (now === "open" && trouble.textContent !== "") {
    loading.reload();
  }
}

function arrived(event) {
  const counted = known.isCounted(event);
  if (!known.arrived(event)) {
    return;
  }
  if (counted || known.isFull) {
    loading.check();
  }
  show();
  if (!counted) {
    notify.arrived(event, known.unread);
  }
}

function missed({ data }) {
  known.lost(data.channel);
  loading.reload();
}

function told({ data }) {
  settled(known.told(data));
}

function settled(agrees) {
  if (!agrees) {
    loading.check();
  }
  show();
}

// ---- what the user does ----

/** What was opened, or not. The stream tells the same, and may have told it before, and more. */
function marked(answer, ids, sentAt) {
  if (answer.ok) {
    say("");
    if (!known.isTold(sentAt)) {
      settled(known.learn({ ...answer.body, ids }));
    }
  } else if (answer.status === 401) {
    signedOut({ status: 401, detail: answer.problem });
  } else {
    say(isPassing(answer) ? t("Not marked as read yet. {0} This page keeps trying.", answer.problem) : notMarked(answer));
  }
}

const notMarked = ({ problem }) => t("Not marked as read. {0}", problem);

async function markAll() {
  const sentAt = performance.now();
  readAll.disabled = true;
  const answer = await reading.upTo(known.newest);
  readAll.disabled = false;
  if (answer.ok) {
    count.focus();
    marked(answer, [], sentAt);
  } else if (answer.status === 409) {
    loading.reload(); // the log began anew: what is there now has not been seen
  } else {
    say(notMarked(answer));
  }
}

// ---- what is shown ----

function say(words) {
  if (trouble.textContent !== words) {
    trouble.textContent = words;
  }
}

function show() {
  const { unread } = known;
  document.title = `${unread > 0 ? `(${unread}) ` : ""}${t("Inbox · Halley")}`;
  count.textContent = unread > 0 ? t("{0} unread", unread) : t("Nothing unread");
  readAll.disabled = unread === 0;
  dropped.hidden = known.dropped === 0;
  dropped.textContent = t("{0} dropped before they were read: an inbox keeps only so many, and only for so long.", known.dropped);
  empty.hidden = unread > 0;
  empty.textContent = known.isEmpty
    ? t("Nothing has come for {0} yet. What comes appears here by itself.", user)
    : t("You have read everything.");
  lists.show(known);
  if (unread === 0) {
    notify.withdraw();
  }
}
