import { delayPlot } from "/clock/plot.js";
import { delays } from "/delays.js";
import { connect } from "/halley.js";
import { locale, t } from "/i18n.js";
import { chosenTransport, lead, session, showState } from "/page.js";

const EVERY = 1_000; // ms between two ticks
const SHOWN = 120_000; // ms in the plot
const [time, date, state, trouble] = ["time", "date", "state", "trouble"].map((id) => document.getElementById(id));
const hours = new Intl.DateTimeFormat(locale, { timeStyle: "medium" });
const day = new Intl.DateTimeFormat(locale, { dateStyle: "full" });
const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const plot = delayPlot(document.getElementById("plot"), SHOWN);
const late = delays();
const user = new URL(location.href).searchParams.get("user");

let connection = null;
let points = []; // {time, since} of each tick, {from, time} where some are missing; times by performance.now()
let last = null; // the last tick: {sent} by the server's clock, {came} by performance.now()
let counts = null;
let listener; // the user whose connection it is; none if nobody is signed in

listener = await whose();
const transport = chosenTransport(document.getElementById("transport"), follow);
if (user) {
  lead(user);
}
setInterval(draw, EVERY);
follow();

/** The clock is anybody's, but where several are signed in a connection has to say whose it is: that one is online, then. */
async function whose() {
  const { users } = await session();
  return users.includes(user) ? user : users[0];
}

function follow() {
  connection?.close();
  counts = { ticks: 0, missed: 0, opened: 0 };
  last = null;
  showCounts();
  const made = connect({
    channels: ["clock"],
    user: listener,
    transport: transport(),
    on: { tick },
    onState(now, problem) {
      if (made === connection) {
        showState(state, now, problem);
        time.toggleAttribute("data-stale", now !== "open");
        trouble.textContent = now === "refused" ? problem.detail || problem.title : "";
        counts.opened += now === "open" ? 1 : 0;
        showCounts();
        if (now === "refused") {
          refused(made);
        }
      }
    },
  });
  connection = made;
  showState(state, made.state);
}

/** Somebody may have signed in or out since; then it goes on for who is there now. */
async function refused(made) {
  const now = await whose();
  if (made === connection && now !== listener) {
    listener = now;
    follow();
  }
}

function tick({ data }) {
  const now = performance.now();
  const missing = last ? Math.max(0, Math.round((data.time - last.sent) / EVERY) - 1) : 0;
  counts.ticks++;
  counts.missed += missing;
  if (missing > 0) {
    points.push({ from: last.came, time: now });
  }
  last = { sent: data.time, came: now };
  points.push({ time: now, since: late.arrived(data.time) });
  points = points.filter((point) => now - point.time <= SHOWN);
  time.textContent = hours.format(data.time);
  date.textContent = day.format(data.time);
  showCounts();
  draw();
}

/** What each was late by is worked out anew, as a faster one may have come since. */
function draw() {
  const now = performance.now();
  const bars = points.map(({ time, from, since }) => ({ time, from, value: since === undefined ? null : late.of(since) }));
  const values = bars.flatMap(({ value }) => (value === null ? [] : [value])).sort((a, b) => a - b);
  const silent = last && now - last.came > 2 * EVERY ? [{ from: last.came, time: now, value: null }] : [];
  plot([...bars, ...silent], now);
  const show = (id, value) => (document.getElementById(id).textContent = value === undefined ? "–" : t("{0} ms", number.format(value)));
  show("usual", values[Math.floor(values.length / 2)]);
  show("longest", values.at(-1));
}

function showCounts() {
  const { ticks, missed, opened } = counts;
  Object.entries({ ticks, missed, reconnects: Math.max(0, opened - 1) }).forEach(
    ([id, value]) => (document.getElementById(id).textContent = number.format(value)),
  );
}
