// Values and times in words.

/** A value of a signal with its unit. */
export function value(unit, v) {
  if (v === null || v === undefined) return "–";
  if (unit === "ratio") return number(v * 100) + " %";
  if (unit === "seconds") return seconds(v);
  if (unit === "per-second") return number(v) + " /s";
  if (unit === "bytes") return bytes(v);
  return number(v);
}

function bytes(v) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let i = 0;
  for (; Math.abs(v) >= 1024 && i < units.length - 1; i++) v /= 1024;
  return number(v) + " " + units[i];
}

/** An amount of money. */
export const money = (v, currency) => (v === null || v === undefined ? "–" : v.toFixed(Math.abs(v) < 100 ? 2 : 0) + " " + currency);

/** A share as percent, never rounded up to all of it. */
export const share = (v) => (v === null || v === undefined ? "–" : Math.floor(v * 100000) / 1000 + " %");

const iso = (t) => new Date(t).toISOString();

/** The time of day; with the date unless it is today's. */
export const time = (t) => (iso(t).slice(0, 10) === iso(Date.now()).slice(0, 10) ? "" : iso(t).slice(5, 10) + " ") + iso(t).slice(11, 19);

/** Date and time. */
export const moment = (t) => iso(t).slice(0, 10) + " " + iso(t).slice(11, 19);

const OUTCOMES = {
  "waiting": ["waiting for its first turn", ""], "held": ["steady", "good"], "scaled": ["scaling", "note"], "shown": ["shown only", "note"],
  "not-applied": ["not applied", "bad"], "not-recorded": ["not recorded", "bad"], "blind": ["target not seen", "bad"], "elsewhere": ["other controller", ""],
};

/** How a turn ended, as a badge. */
export function outcome(w) {
  const [text, kind] = OUTCOMES[w.outcome] ?? [w.outcome, ""];
  return element("span", { class: "badge " + kind }, text);
}

const MODES = { "acting": "acting", "dry-run": "dry run", "shadow": "shadow mode" };

export const mode = (word) => MODES[word] ?? word;

/** An order in words. */
export const order = (o) => ({ pin: "pinned at " + o.replicas, pause: "paused", freeze: "no scaling in" })[o.kind] + " until " + time(o.until);

/** The signal that stands for a workload's demand: the first with a forecast, else the first. */
export const main = (w) => w.signals.find((s) => s.forecast) ?? w.signals[0];

/** What is wrong with a workload, as sentences. */
export function troubles(w) {
  const all = [];
  if (w.why) all.push(w.why);
  if (w.conflict) all.push("Also scaled by: " + w.conflict);
  // Where nothing was asked, nothing was answered: a latency that is missing is no trouble.
  const idle = (s) => s.status === "missing" && s.unit === "seconds";
  for (const s of w.signals) if (s.status !== "ok" && !idle(s)) all.push("Signal " + s.name + ": " + (s.detail || s.status));
  return all;
}
