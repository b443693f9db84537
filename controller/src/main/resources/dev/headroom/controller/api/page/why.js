// A decision, explained whole.
import { ask, path } from "./api.js";
import { moment, order, value } from "./words.js";

/** Shows decisions of a workload in a panel; gives what shows the one at a time, or the latest. */
export function whyPanel(box, name, looked) {
  box.className = "why-panel";
  box.setAttribute("aria-live", "polite");
  let at = null;
  let asked = 0;

  async function show(when) {
    const mine = ++asked;
    try {
      const d = await ask(path("workloads", name, "why") + (when ? "?at=" + encodeURIComponent(when) : ""));
      if (mine !== asked) return;
      at = when ? d.at : null;
      render(d, when === null || when === undefined);
      looked(at);
    } catch (e) {
      if (mine === asked) box.replaceChildren(element("p", { class: "empty" }, e.message));
    }
  }

  async function step(d, forward) {
    if (!forward) return show(new Date(Date.parse(d.at) - 1).toISOString());
    const later = new Date(Date.parse(d.at) + 1).toISOString();
    const found = await ask(path("workloads", name, "decisions") + "?limit=1&from=" + encodeURIComponent(later)).catch(() => ({ decisions: [] }));
    return show(found.decisions[0]?.at ?? null);
  }

  function render(d, latest) {
    const change = d.desired === d.current ? "held at " + d.desired : d.current + " → " + d.desired;
    const button = (text, act, off) => element("button", { type: "button", disabled: off, onclick: act }, text);
    box.replaceChildren(
      element("div", { class: "row" }, element("h3", {}, "Why " + d.desired + (d.desired === 1 ? " replica?" : " replicas?")), element("span", { class: "unit" }, moment(d.at) + (latest ? ", the latest decision" : "")),
        element("span", { class: "buttons" }, button("← Earlier", () => step(d, false)), button("Later →", () => step(d, true), latest), button("Latest", () => show(null), latest))),
      element("p", { class: "verdict" }, element("b", {}, change + ": "), d.summary),
      element("h4", {}, "Every step"),
      element("ol", { class: "steps" }, ...d.reasons.map((r, i) => reason(r, i === d.deciding))),
      element("h4", {}, "What was seen"), seen(d),
      ...(d.overrides.length > 0 ? [element("h4", {}, "Orders then"), element("ul", { class: "told" }, ...d.overrides.map((o) => element("li", {}, order(o) + ", by " + o.author + ": " + o.reason)))] : []),
      ...(d.advice.length > 0 ? [element("h4", {}, "Asked of others"), element("ul", { class: "told" }, ...d.advice.map((a) => element("li", {}, a)))] : []));
  }

  return { show, at: () => at };
}

function reason(r, deciding) {
  const figures = [];
  for (const key of ["observed", "target", "limit"]) if (r[key] !== null) figures.push(key + " " + number(r[key]));
  if (r.until) figures.push("until " + moment(r.until));
  return element("li", { class: deciding ? "deciding" : null },
    element("div", { class: "stage" }, element("span", {}, r.stage + " · " + r.rule), r.before === r.after ? null : element("span", {}, r.before + " → " + r.after), deciding ? element("b", {}, "set the number") : null),
    element("div", {}, r.text),
    figures.length > 0 ? element("div", { class: "figures" }, figures.join(" · ")) : null);
}

function seen(d) {
  const row = (k, v, note) => element("tr", {}, element("th", { scope: "row" }, k), element("td", { class: "right" }, v), element("td", {}, note));
  const f = d.fleet;
  const rest = [f.starting ? f.starting + " starting" : "", f.warming ? f.warming + " warming" : "", f.draining ? f.draining + " draining" : ""].filter(Boolean).join(", ");
  return element("div", { class: "scroll", tabindex: 0 }, element("table", { class: "compact" }, element("tbody", {},
    row("replicas ready", number(f.ready), (f.desired === f.ready ? "" : f.desired + " asked for ") + rest),
    ...d.signals.map((s) => row(s.name, value(s.unit, s.value), s.status === "ok" ? (s.forecast ? "expected at most " + value(s.unit, Math.max(...s.forecast.high)) + " by " + s.forecast.model : "") : s.status + ": " + s.detail)))));
}
