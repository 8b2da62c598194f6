import { delayPlot } from "/clock/plot.js";
import { delays } from "/delays.js";
import { connect } from "/halley.js";
import { locale, t } from "/i18n.js";
import { chosenTransport, lead, showState } from "/page.js";

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

const transport = chosenTransport(document.getElementById("transport"), follow);
if (user) {
  lead(user);
}
setInterval(draw, EVERY);
follow();

function follow() {
  connection?.close();
  counts = { ticks: 0, missed: 0, opened: 0 };
  last = null;
  showCounts();
  const made = connect({
    channels: ["clock"],
    transport: transport(),
    on: { tick },
    onState(now, problem) {
      if (made === connection) {
        showState(state, now, problem);
        time.toggleAttribute("data-stale", now !== "open");
        trouble.textContent = now === "refused" ? problem.detail || problem.title : "";
        counts.opened += now === "open" ? 1 : 0;
        showCounts();
      }
    },
  });
  connection = made;
  showState(state, made.state);
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
