// All workloads, each as a card.
import { ask, path } from "./api.js";
import { band, chart, points, spark } from "./draw.js";
import { rollout, underNext } from "./rollout.js";
import { main, mode, money, order, outcome, share, troubles, value } from "./words.js";

const PAST = 3 * 3600e3;
const AHEAD = 3600e3;
const LEAST = 5 * 60e3;

/** Where a small chart begins: with what is known, five minutes ago at the latest. */
const begin = (history, now) => Math.max(now - PAST, Math.min(now - LEAST, history.demand[0]?.[0] ?? now, history.replicas[0]?.[0] ?? now));
const AT_ONCE = 24;
const POINTS = 90;

/** Shows all workloads; gives what updates them. */
export function overview(view, state, page) {
  const figures = element("div", { class: "strip-of-figures" });
  const staged = element("div", {});
  const search = element("input", { type: "search", placeholder: "Find a workload", "aria-label": "Find a workload" });
  const cards = element("div", { class: "cards" });
  const more = element("button", { type: "button", hidden: true }, "Show more");
  const told = element("ul", { class: "told" });
  const shown = new Map();
  let most = AT_ONCE;
  view.replaceChildren(
    element("div", { class: "titled" }, element("h1", {}, "Workloads")), staged, figures,
    element("div", { class: "toolbar" }, search), cards, element("p", {}, more),
    element("h2", {}, "Messages"), told);

  const seen = new IntersectionObserver((entries) => {
    for (const e of entries) if (e.isIntersecting) shown.get(e.target.dataset.name)?.load();
  }, { rootMargin: "300px" });

  function list() {
    const wanted = search.value.trim().toLowerCase();
    const names = [...state.workloads.keys()].filter((n) => n.toLowerCase().includes(wanted));
    search.hidden = state.workloads.size < 7;
    const now = names.slice(0, most);
    for (const [name, card] of shown) {
      if (now.includes(name)) continue;
      card.box.remove();
      shown.delete(name);
    }
    for (const name of now) {
      if (!shown.has(name)) {
        const card = cardOf(name, state);
        shown.set(name, card);
        seen.observe(card.box);
      }
      cards.append(shown.get(name).box);
    }
    more.hidden = names.length <= most;
    more.textContent = "Show " + (names.length - most) + " more";
    if (names.length === 0) cards.replaceChildren(element("p", { class: "empty" }, state.workloads.size === 0 ? "The spec has no workload." : "No workload has such a name."));
    else cards.querySelector(".empty")?.remove();
    update();
  }

  function update(names = [...shown.keys()]) {
    for (const name of names) shown.get(name)?.update(state.workloads.get(name));
    sums(figures, state);
    const r = JSON.stringify(state.rollout);
    if (staged.dataset.shown !== r) {
      staged.dataset.shown = r;
      rollout(staged, state, page);
    }
    told.replaceChildren(...(state.told.length === 0 ? [element("li", { class: "empty" }, "Nothing was told since this page was opened.")] : state.told.slice(0, 12).map((t) =>
      element("li", { class: t.severity }, element("span", { class: "unit" }, t.at.slice(11, 19) + " " + (t.workload ? t.workload + ": " : "")), t.text))));
  }

  search.addEventListener("input", list);
  more.addEventListener("click", () => {
    most += AT_ONCE * 2;
    list();
  });
  list();
  return { update: (names) => (names ? update(names) : list()), end: () => seen.disconnect() };
}

function sums(box, state) {
  const all = [...state.workloads.values()];
  const ready = all.reduce((n, w) => n + (w.fleet?.ready ?? 0), 0);
  const wanted = all.reduce((n, w) => n + (w.desired ?? 0), 0);
  const troubled = all.filter((w) => troubles(w).length > 0).length;
  const currencies = new Set(all.map((w) => w.currency).filter(Boolean));
  const figure = (big, small, kind) => element("div", { class: "figure" }, element("b", kind ? { class: kind } : {}, big), element("span", {}, small));
  const costs = [...currencies].map((c) => money(all.filter((w) => w.currency === c).reduce((n, w) => n + (w.perHour ?? 0), 0), c)).join(" + ");
  box.replaceChildren(
    figure(number(all.length), all.length === 1 ? "workload" : "workloads"),
    figure(number(ready) + (wanted === ready ? "" : " → " + number(wanted)), "replicas ready" + (wanted === ready ? "" : " → wanted")),
    figure(costs || "–", "an hour"),
    figure(troubled === 0 ? "none" : number(troubled), "in trouble", troubled === 0 ? "good" : "bad"),
    ...state.budgets.slice(0, 2).map((b) => {
      const [used, limit, of] = b.daily ? [b.today, b.daily, "today"] : b.hourly ? [b.perHour, b.hourly, "an hour"] : [b.month, b.monthly, "this month"];
      return figure(share2(used / limit), "of budget " + b.name + " " + of, used > limit ? "bad" : "");
    }));
}

const share2 = (v) => Math.round(v * 100) + " %";

function cardOf(name, state) {
  const top = element("span", { class: "top" });
  const big = element("span", { class: "big" });
  const plot = element("div", { class: "spark" });
  const lines = element("div", {});
  const why = element("p", { class: "why" });
  const box = element("article", { class: "card", "data-name": name },
    element("div", { class: "top" }, element("h2", {}, element("a", { href: "#" + path("w", name) }, name)), top), big, plot, lines, why);
  const history = { demand: [], replicas: [] };
  let drawn = null;
  let last = null;
  let loading = false;

  function update(w) {
    if (!w) return;
    const s = main(w);
    const now = w.at ? Date.parse(w.at) : Date.parse(state.controller.now);
    if (loading && w.at && w.at !== last) {
      last = w.at;
      if (s && s.value !== null) history.demand.push([now, s.value]);
      if (w.desired !== null) history.replicas.push([now, w.desired]);
      for (const column of [history.demand, history.replicas]) while (column.length > 0 && column[0][0] < now - PAST) column.shift();
    }
    const bad = troubles(w);
    box.classList.toggle("trouble", bad.length > 0);
    top.replaceChildren(outcome(w), ...(w.mode === "acting" ? [] : [element("span", { class: "badge" }, mode(w.mode))]), ...[underNext(state.rollout, name)].filter(Boolean),
      ...w.overrides.slice(-1).map((o) => element("span", { class: "badge note" }, order(o))));
    const ready = w.fleet?.ready;
    big.replaceChildren((ready ?? "–") + (w.desired !== null && w.desired !== ready ? " → " + w.desired : ""), element("small", {}, " replicas, of " + w.min + " to " + w.max));
    const row = (...parts) => element("div", { class: "line" }, ...parts.filter(Boolean));
    const pair = (k, v) => element("span", {}, k + " ", element("b", {}, v));
    lines.replaceChildren(
      row(s ? pair(s.name, value(s.unit, s.value)) : null, s?.forecast ? pair("expected at most", value(s.unit, Math.max(...s.forecast.high))) : null),
      row(w.promise ? pair(w.promise + ":", w.attainment === null ? "not measured" : share(w.attainment)) : element("span", {}, "no objective"), w.currency ? pair("an hour", money(w.perHour, w.currency)) : null));
    why.textContent = bad[0] ?? w.reasons[w.deciding]?.text ?? "";
    why.classList.toggle("bad", bad.length > 0);
    if (drawn) spark(drawn, { from: begin(history, now), to: now + (s?.forecast ? AHEAD : 0), unit: s?.unit, demand: history.demand, replicas: history.replicas, band: band(s?.forecast) });
  }

  async function load() {
    if (loading) return;
    loading = true;
    drawn = chart(plot, "Demand and replicas of " + name + " in the last three hours");
    try {
      const t = await ask(path("workloads", name, "timeline") + "?points=" + POINTS);
      const s = main(state.workloads.get(name));
      const past = t.signals.find((x) => x.name === s?.name);
      history.demand = [...(past ? points(t, past.mean) : []), ...history.demand];
      history.replicas = [...points(t, t.desired), ...history.replicas];
    } catch {
      // The card shows the present; the next turns draw on.
    }
    update(state.workloads.get(name));
  }

  return { box, update, load };
}
