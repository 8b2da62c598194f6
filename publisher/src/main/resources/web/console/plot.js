/** A small plot of one number over time. */

import { locale, t } from "/i18n.js";
import { axisTop, drawn, element } from "/ui.js";

const HEIGHT = 96; // px
const MARGIN = { top: 8, right: 8, bottom: 20, left: 36 }; // px, for the labels
const MINUTE = 60_000; // ms
const LEAST = 2; // that the axis has at least

const short = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

/** Fills `place`; `span` in ms. `show(points, now)` draws `{time, value}`, oldest first, broken where a value is null. */
export function plot(place, title, span) {
  const number = element("strong", {}, "–");
  const image = drawn("svg", { role: "img", height: HEIGHT });
  place.append(element("figcaption", {}, `${title} `, number), image);
  let shown = null;
  new ResizeObserver(() => shown && draw(...shown)).observe(place);

  function draw(points, now) {
    shown = [points, now];
    const values = points.map(({ value }) => value).filter((value) => value !== null);
    const highest = Math.max(0, ...values);
    const latest = points.at(-1)?.value ?? null;
    number.textContent = latest === null ? "–" : whole.format(latest);
    const words = [title, number.textContent, whole.format(highest), span / MINUTE];
    image.setAttribute("aria-label", t("{0}: {1} now, at most {2} in {3} minutes", ...words));
    const width = place.clientWidth;
    const frame = { width, right: width - MARGIN.right, bottom: HEIGHT - MARGIN.bottom, top: axisTop(Math.max(LEAST, highest)) };
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

function grid({ right, bottom, top }, span, now, x, y) {
  const levels = [0, top / 2, top].flatMap((value) => [
    drawn("path", { class: "grid", d: `M${MARGIN.left} ${y(value)}H${right}` }),
    drawn("text", { x: MARGIN.left - 6, y: y(value) + 4, "text-anchor": "end" }, short.format(value)),
  ]);
  const minutes = Array.from({ length: span / MINUTE + 1 }, (_, minute) => x(now - minute * MINUTE));
  return [
    ...levels,
    drawn("path", { class: "grid", d: minutes.map((at) => `M${at} ${bottom}v4`).join("") }),
    drawn("text", { x: MARGIN.left, y: HEIGHT - 3 }, t("{0} min ago", span / MINUTE)),
    drawn("text", { x: right, y: HEIGHT - 3, "text-anchor": "end" }, t("now")),
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
      return [drawn("path", { class: "area", d: area }), drawn("path", { class: "line", d: line })];
    });
}
