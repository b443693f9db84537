// The roll-out of a changed spec: how far it is, and the orders that let it go on or return.
import { ask, token } from "./api.js";
import { moment, share, time } from "./words.js";

const STAGES = ["shadow", "first", "all"];
const WORDS = { shadow: "decides beside the spec in force", first: "decides for one workload", all: "decides for all, and is watched" };

/** Whether a roll-out is under way. */
export const underWay = (r) => STAGES.includes(r?.stage);

/** A badge for a workload that the next spec decides for; null for the others. */
export function underNext(r, name) {
  const next = (r?.stage === "first" && r.first === name) || (r?.stage === "all" && r.changed.includes(name));
  return next ? element("span", { class: "badge note" }, "under the next spec") : null;
}

/** Shows a roll-out that is under way, or why the last one was returned. */
export function rollout(box, state, page) {
  const r = state.rollout;
  if (!underWay(r)) {
    box.replaceChildren(...(r?.stage === "returned" ? [element("p", { class: "notice" }, "Spec " + r.next + " was returned at " + moment(r.since) + ": " + r.why + ".")] : []));
    return;
  }
  const steps = element("ol", { class: "stages" }, ...STAGES.map((s) => element("li", { "aria-current": s === r.stage ? "step" : null }, s === "first" && r.first ? "first: " + r.first : s)));
  const order = (word, text) => element("button", { type: "button", onclick: () => give(word, page) }, text);
  box.replaceChildren(element("section", { class: "notice calm", "aria-label": "Roll-out" },
    element("div", { class: "row" }, element("b", {}, "Spec " + r.next + " " + WORDS[r.stage]), steps),
    element("p", { class: "hint" }, "By " + r.author + ", in place of " + r.former + ". This stage " + (r.why ? "waits: " + r.why : "ends at " + time(r.ends)) + "."),
    r.measured.length === 0 ? null : table(r),
    element("p", { class: "buttons" }, order("advance", "Next stage now"), order("finish", "In force now"), order("abort", "Return to the former"))));
}

/** Replica hours. */
const hours = (v) => (v === null ? "–" : v.toFixed(2));

function table(r) {
  const heads = ["workload", "turns", "lacking", "before", ...(r.stage === "shadow" ? ["wanted", "hours wanted", "hours run"] : ["missed", "before"])];
  return element("div", { class: "scroll", tabindex: 0 }, element("table", {}, element("thead", {}, element("tr", {}, ...heads.map((h, i) => element("th", { scope: "col", class: i ? "right" : null }, h)))),
    element("tbody", {}, ...r.measured.map((m) => element("tr", {}, element("th", { scope: "row" }, m.workload),
      ...[m.turns, m.lacking, share(m.lackingBefore), ...(r.stage === "shadow"
        ? [m.desired ?? "–", hours(m.decidedHours), hours(m.realHours)]
        : [m.judged ? m.missed + " of " + m.judged : "–", share(m.missedBefore)])].map((text) => element("td", { class: "right" }, String(text))))))));
}

async function give(word, page) {
  if (!token.get() && !(await page.askToken())) return;
  try {
    page.note((await ask("/rollout", "POST", { order: word })).done);
  } catch (e) {
    page.note(e.message);
  }
}
