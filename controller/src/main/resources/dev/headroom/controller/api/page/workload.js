// One workload in depth: its course, its decisions, and why each came out as it did.
import { ask, path } from "./api.js";
import { chart, end, replicas, signal } from "./draw.js";
import { orders } from "./orders.js";
import { whatIf } from "./whatif.js";
import { whyPanel } from "./why.js";
import { main, mode, money, outcome, share, time, troubles, value } from "./words.js";

/** The span that the server takes by itself: shorter while there are no three hours of records yet. */
const USUAL = 3 * 3600;
const SPANS = [["1 h", 3600], ["3 h", 3 * 3600], ["12 h", 12 * 3600], ["1 day", 86400], ["7 days", 7 * 86400]];
const REDRAW_MILLIS = 5000;

/** Shows a workload; gives what updates it. */
export function workload(view, name, state, page) {
  if (!state.workloads.has(name)) {
    view.replaceChildren(element("h1", {}, name), element("p", { class: "empty" }, "The spec has no such workload."), element("p", {}, element("a", { href: "#/" }, "All workloads")));
    return { update: () => {} };
  }
  let span = USUAL;
  let chosen = main(state.workloads.get(name))?.name;
  let timeline = null;
  let due = 0;

  const badges = element("span", { class: "row" });
  const figures = element("div", { class: "strip-of-figures" });
  const notices = element("div", {});
  const spans = element("span", { class: "buttons", role: "group", "aria-label": "Span" }, ...SPANS.map(([text, s]) =>
    element("button", { type: "button", "aria-pressed": String(s === span), onclick: (e) => {
      span = s;
      for (const b of spans.children) b.setAttribute("aria-pressed", String(b === e.target));
      load();
    } }, text)));
  const which = element("span", { class: "buttons", role: "group", "aria-label": "Signal" });
  const counts = element("div", { class: "plot replicas" });
  const demand = element("div", { class: "plot signal" });
  const unit = element("h3", {});
  const list = element("ol", { class: "decisions", "aria-label": "Changes of the number of replicas, newest first" });
  const panel = element("section", { "aria-label": "Why" });
  const side = element("section", {});
  const trial = element("section", {});
  const promise = element("p", { class: "hint" });
  view.replaceChildren(
    element("p", { class: "crumb" }, element("a", { href: "#/" }, "← All workloads")),
    element("div", { class: "titled" }, element("h1", {}, name), badges), notices, figures, promise,
    element("div", { class: "toolbar" }, spans, which),
    element("figure", {}, element("figcaption", {}, element("h3", {}, "Replicas"), legend([["p0", "wanted"], ["backdrop", "ready", "area"]])), counts),
    element("figure", {}, element("figcaption", {}, unit, legend([["p0", "mean"], ["p5", "peak"], ["p2", "expected, and where 9 of 10 values will be"]])), demand),
    element("p", { class: "hint" }, "Click into the chart of replicas, or choose a change below, to read why."),
    element("div", { class: "split" }, element("div", {}, element("h2", {}, "Changes"), list, side), element("div", {}, element("h2", {}, "Why"), panel)), trial);

  const upper = chart(counts, "Replicas of " + name + " over time");
  const lower = chart(demand, "Signal of " + name + " over time");
  const why = whyPanel(panel, name, (at) => {
    for (const b of list.querySelectorAll("button")) b.setAttribute("aria-current", String(b.dataset.at === at));
    draw();
  });
  upper.echart.getZr().on("click", (e) => {
    const [t] = upper.echart.convertFromPixel({ gridIndex: 0 }, [e.offsetX, e.offsetY]);
    if (Number.isFinite(t)) why.show(new Date(Math.min(t, Date.parse(state.controller.now))).toISOString());
  });
  list.addEventListener("keydown", (e) => {
    const to = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[e.key];
    const next = to && e.target.closest("li")?.[to]?.querySelector("button");
    if (!next) return;
    e.preventDefault();
    next.focus();
  });

  const showOrders = orders(side, name, page);
  whatIf(trial, name, state, page);

  function draw() {
    if (!timeline) return;
    const w = state.workloads.get(name);
    const s = timeline.signals.find((x) => x.name === chosen) ?? timeline.signals[0];
    const forecast = span <= 86400 ? w?.signals.find((x) => x.name === s?.name)?.forecast : null;
    const until = end(timeline, forecast);
    replicas(upper, timeline, until, why.at(), w ? { min: w.min, max: w.max } : null);
    if (!s) return;
    signal(lower, timeline, s, forecast, until, why.at());
    unit.textContent = "Signal " + s.name + { "ratio": ", percent", "per-second": ", a second", "seconds": ", seconds", "bytes": ", bytes", "count": "" }[s.unit];
  }

  async function load() {
    due = Date.now() + REDRAW_MILLIS;
    const to = Date.parse(state.controller.now) + 1;
    try {
      timeline = await ask(path("workloads", name, "timeline") + "?points=480" + (span === USUAL ? "" : "&from=" + new Date(to - span * 1000).toISOString() + "&to=" + new Date(to).toISOString()));
    } catch (e) {
      list.replaceChildren(element("li", { class: "empty" }, e.message));
      return;
    }
    const kept = document.activeElement?.dataset?.at;
    list.replaceChildren(...(timeline.changes.length === 0 ? [element("li", { class: "empty" }, "No change in this span.")] : [...timeline.changes].reverse().map((c) =>
      element("li", {}, element("button", { type: "button", "data-at": c.at, "aria-current": String(c.at === why.at()), onclick: () => why.show(c.at) },
        element("time", { datetime: c.at }, time(c.at)), element("span", { class: c.after > c.before ? "up" : "down" }, c.before + " → " + c.after), element("span", {}, c.summary))))));
    if (kept) list.querySelector('[data-at="' + kept + '"]')?.focus();
    draw();
  }

  function update() {
    const w = state.workloads.get(name);
    if (!w) return;
    badges.replaceChildren(outcome(w), element("span", { class: "badge" }, mode(w.mode)), element("span", { class: "badge" }, w.target));
    notices.replaceChildren(...troubles(w).map((t) => element("p", { class: "notice" }, t)), ...shadow(w));
    const s = main(w);
    const figure = (big, small, kind) => element("div", { class: "figure" }, element("b", kind ? { class: kind } : {}, big), element("span", {}, small));
    const f = w.fleet;
    figures.replaceChildren(
      figure((f?.ready ?? "–") + (w.desired !== null && w.desired !== f?.ready ? " → " + w.desired : ""), "replicas, of " + w.min + " to " + w.max + (f?.starting ? "; " + f.starting + " starting" : "")),
      figure(s ? value(s.unit, s.value) : "–", s ? s.name + (s.forecast ? ", expected at most " + value(s.unit, Math.max(...s.forecast.high)) : "") : "no signal"),
      figure(share(w.attainment), "of the day's turns kept the objective"),
      figure(money(w.perHour, w.currency), "an hour"), figure(money(w.today, w.currency), "today"));
    promise.textContent = w.promise ? "Objective: " + w.promise + "." : "";
    promise.hidden = !w.promise;
    which.replaceChildren(...(w.signals.length < 2 ? [] : w.signals.map((x) => element("button", { type: "button", "aria-pressed": String(x.name === chosen), onclick: () => {
      chosen = x.name;
      update();
      draw();
    } }, x.name))));
    showOrders(w);
    if (why.at() === null && w.at) why.show(null);
    if (Date.now() > due) load();
  }

  update();
  load();
  return { update };
}

function legend(keys) {
  return element("ul", { class: "legend" }, ...keys.map(([colour, text, shape]) => element("li", {}, swatch(colour, shape), text)));
}

function shadow(w) {
  const s = w.shadow;
  if (!s) return [];
  const part = (v) => (v === null || v === undefined ? null : v);
  return [element("p", { class: "notice calm" }, "Since " + s.since.slice(0, 16).replace("T", " ") + " what really runs took " + number(s.realHours) + " replica hours" + (part(s.realCost) === null ? "" : " (" + money(s.realCost, w.currency) + ")") +
    "; what was decided would have taken " + number(s.decidedHours) + (part(s.decidedCost) === null ? "" : " (" + money(s.decidedCost, w.currency) + ")") + ". What runs was below what was decided " + share(s.realShort) + " of the time.")];
}
