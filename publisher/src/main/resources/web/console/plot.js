/** A small plot of one number over time. */

import { locale, t } from "/i18n.js";
import { element } from "/ui.js";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 96; // px
const MARGIN = { top: 8, right: 8, bottom: 20, left: 36 }; // px, for the labels
const MINUTE = 60_000; // ms

const short = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

/** Fills `place`; `span` in ms. `show(points, now)` draws `{time, value}`, oldest first, broken where a value is null. */
export function plot(place, title, span) {
  const number = element("strong", {}, "–");
  const image = made("svg", { role: "img", height: HEIGHT });
  place.append(element("figcaption", {}, `${title} `, number), image);
  let drawn = null;
  new ResizeObserver(() => drawn && draw(...drawn)).observe(place);

  function draw(points, now) {
    drawn = [points, now];
    const values = points.map(({ value }) => value).filter((value) => value !== null);
    const highest = Math.max(0, ...values);
    const latest = points.at(-1)?.value ?? null;
    number.textContent = latest === null ? "–" : whole.format(latest);
    const words = [title, number.textContent, whole.format(highest), span / MINUTE];
    image.setAttribute("aria-label", t("{0}: {1} now, at most {2} in {3} minutes", ...words));
    const width = place.clientWidth;
    const frame = { width, right: width - MARGIN.right, bottom: HEIGHT - MARGIN.bottom, top: round(highest) };
    const x = (time) => frame.right - ((now - time) / span) * (frame.right - MARGIN.left);
    const y = (value) => frame.bottom - (value / frame.top) * (frame.bottom - MARGIN.top);
    image.setAttribute("width", width);
    image.replaceChildren(...grid(frame, span, now, x, y), ...lines(points, frame, x, y));
  }

  return {
    show: draw,
    unknown() {
      number.textContent = "–";
    },
  };
}

/** The top of the axis, with a middle that reads well: 2, 4, 10, 20, 40, 100 … */
function round(highest) {
  for (let power = 1; ; power *= 10) {
    const fits = [2, 4, 10].find((step) => step * power >= highest);
    if (fits !== undefined) {
      return fits * power;
    }
  }
}

function grid({ right, bottom, top }, span, now, x, y) {
  const levels = [0, top / 2, top].flatMap((value) => [
    made("path", { class: "grid", d: `M${MARGIN.left} ${y(value)}H${right}` }),
    made("text", { x: MARGIN.left - 6, y: y(value) + 4, "text-anchor": "end" }, short.format(value)),
  ]);
  const minutes = Array.from({ length: span / MINUTE + 1 }, (_, minute) => x(now - minute * MINUTE));
  return [
    ...levels,
    made("path", { class: "grid", d: minutes.map((at) => `M${at} ${bottom}v4`).join("") }),
    made("text", { x: MARGIN.left, y: HEIGHT - 3 }, t("{0} min ago", span / MINUTE)),
    made("text", { x: right, y: HEIGHT - 3, "text-anchor": "end" }, t("now")),
  ];
}

function lines(points, { bottom }, x, y) {
  const runs = [[]];
  points.forEach(({ time, value }) => (value === null ? runs.push([]) : runs.at(-1).push([x(time), y(value)])));
  return runs
    .filter((run) => run.length > 0)
    .flatMap((run) => {
      const path = run.map(([left, height]) => `${left.toFixed(1)} ${height.toFixed(1)}`).join("L");
      const line = run.length === 1 ? `M${path}h0` : `M${path}`;
      const area = `M${run[0][0].toFixed(1)} ${bottom}L${path}L${run.at(-1)[0].toFixed(1)} ${bottom}Z`;
      return [made("path", { class: "area", d: area }), made("path", { class: "line", d: line })];
    });
}

function made(tag, attributes, text = "") {
  const made = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.textContent = text;
  return made;
}
