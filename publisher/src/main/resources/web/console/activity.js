/** What the gateways do, over the last minutes. */

import { at, call } from "/console/page.js";
import { plot } from "/console/plot.js";
import { locale, t } from "/i18n.js";
import { element } from "/ui.js";

const EVERY = 2_000; // ms
const SPAN = 300_000; // ms that are shown
const PAUSE = 8_000; // ms without an answer after which nothing is known of the time between

const count = new Intl.NumberFormat(locale);
const rate = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

/** Asks while the page is visible. `key` gives the key, "" if there is none; `onAnswer` sees every answer. */
export function activity(key, onAnswer) {
  const connections = plot(at("connections"), t("Connections"), SPAN);
  const events = plot(at("events"), t("Events per second"), SPAN);
  let samples = []; // {time, connections, events}; a number that is not known is null
  let last = null;
  let timer = 0;

  async function ask() {
    if (key() === "" || document.hidden) {
      timer = 0;
      return;
    }
    const answer = await call(key(), "GET", "/v1/gateways");
    onAnswer(answer);
    if (answer.ok) {
      take(answer.body);
    } else {
      connections.unknown();
      events.unknown();
    }
    timer = setTimeout(ask, EVERY);
  }

  function take({ gateways, time }) {
    const seconds = last === null ? 0 : (time - last.time) / 1_000;
    if (seconds > PAUSE / 1_000) {
      samples.push({ time: last.time + 1, connections: null, events: null });
    }
    const known = seconds > 0 && seconds <= PAUSE / 1_000;
    const rows = gateways.map((now) => {
      const before = last?.gateways.get(now.gateway);
      return { ...now, rate: known ? written(now, before) / seconds : null };
    });
    samples.push({
      time,
      connections: sum(rows, ({ streams, polls }) => streams + polls),
      events: known ? sum(rows, (row) => row.rate) : null,
    });
    samples = samples.filter((sample) => sample.time > time - SPAN);
    last = { time, gateways: new Map(gateways.map((gateway) => [gateway.gateway, gateway])) };
    connections.show(points("connections"), time);
    events.show(points("events"), time);
    showTable(rows);
  }

  const points = (name) => samples.map((sample) => ({ time: sample.time, value: sample[name] }));

  return () => {
    timer ||= setTimeout(ask, 0);
  };
}

/** Of a gateway that is new, or has begun anew, the first difference is not known and counts as none. */
function written(now, before) {
  return before === undefined ? 0 : Math.max(0, now.events - before.events);
}

function sum(list, value) {
  return list.reduce((total, entry) => total + value(entry), 0);
}

function showTable(rows) {
  at("gateways-title").textContent = rows.length === 1 ? t("1 gateway") : t("{0} gateways", rows.length);
  at("gateways").replaceChildren(
    ...rows.map(({ gateway, streams, polls, users, rate: written }) =>
      element(
        "tr",
        {},
        element("th", { scope: "row", className: "mono wrap" }, gateway),
        ...[streams, polls, users].map((number) => element("td", {}, count.format(number))),
        element("td", {}, written === null ? "–" : rate.format(written)),
      ),
    ),
  );
}
