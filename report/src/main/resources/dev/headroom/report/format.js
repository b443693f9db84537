// Numbers and times in words.
const locale = "en-US";

const plainNumber = new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 });
const wholeNumber = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const shortNumber = new Intl.NumberFormat(locale, { notation: "compact", maximumSignificantDigits: 3 });

function number(v) {
  if (v === null || v === undefined || !Number.isFinite(v)) return "–";
  return Math.abs(v) >= 1000 ? wholeNumber.format(v) : plainNumber.format(v);
}

/** For axes, where room is short. */
function axisNumber(v) {
  return Math.abs(v) >= 10000 ? shortNumber.format(v) : plainNumber.format(v);
}

function seconds(s) {
  if (s === null || s === undefined || !Number.isFinite(s)) return "–";
  const digits = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  if (s === 0) return "0 s";
  if (s < 0.9995) return digits.format(s * 1000) + " ms";
  if (s < 119.5) return digits.format(s) + " s";
  if (s < 7170) return digits.format(s / 60) + " min";
  return s < 172800 ? digits.format(s / 3600) + " h" : digits.format(s / 86400) + " days";
}

/** Begins an axis of seconds at zero, with steps that people count in; below a minute decimal ones are. */
function secondsAxis(most) {
  if (!(most > 60)) return {};
  const steps = [15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800];
  const interval = steps.find((s) => most / s <= 5) ?? 604800 * Math.ceil(most / 3024000);
  return { min: 0, interval, max: Math.ceil((most * 1.02) / interval) * interval };
}

/** The largest value that series of points have. */
function largest(series) {
  let most = 0;
  for (const s of series) for (const p of s.data ?? []) if (p[1] > most) most = p[1];
  return most;
}

/** Absolute time of milliseconds since the begin of the data, UTC. */
function clock(ms, withSeconds) {
  const iso = new Date(data.start + ms).toISOString();
  return iso.slice(0, 10) + " " + iso.slice(11, withSeconds ? 19 : 16);
}

/** An element with attributes and children; text is never read as HTML. */
function element(tag, attributes, ...children) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attributes || {})) {
    if (k.startsWith("on")) e.addEventListener(k.slice(2), v);
    else if (v !== null && v !== undefined && v !== false) e.setAttribute(k, v === true ? "" : v);
  }
  e.append(...children.filter((c) => c !== null && c !== undefined));
  return e;
}

/** The key of a line, an area (true or "area") or points ("dot") in a legend. */
function swatch(kind, shape) {
  const ns = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ns, "svg");
  svg.setAttribute("class", "swatch " + kind);
  svg.setAttribute("viewBox", "0 0 26 10");
  svg.setAttribute("aria-hidden", "true");
  const [tag, at] = shape === "dot"
    ? ["circle", { cx: 13, cy: 5, r: 4.5 }]
    : shape ? ["rect", { x: 1, y: 1, width: 24, height: 8 }] : ["line", { x1: 0, y1: 5, x2: 26, y2: 5 }];
  const mark = document.createElementNS(ns, tag);
  for (const [k, v] of Object.entries(at)) mark.setAttribute(k, v);
  svg.append(mark);
  return svg;
}

/** Index of the last element ≤ value in an ascending array; −1 when all are greater. */
function lastAtMost(sorted, value) {
  let lo = 0;
  let hi = sorted.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (sorted[mid] <= value) lo = mid + 1;
    else hi = mid;
  }
  return lo - 1;
}

/** Colours of the theme. Asking the browser each time would make it lay out the page again, so they are kept. */
const colours = new Map();

function variable(name) {
  if (!colours.has(name)) colours.set(name, getComputedStyle(document.documentElement).getPropertyValue(name).trim());
  return colours.get(name);
}
