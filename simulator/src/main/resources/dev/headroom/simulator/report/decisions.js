// Decisions: marks in the capacity chart, explanations, the pinned one, the table.
const PAGE = 200;
let limit = PAGE;

function decode(policy) {
  policy.decisions = policy.decisions
    .map(([t, from, to, deciding, ...lines]) => ({ t, from, to, deciding, lines }))
    .sort((a, b) => a.t - b.t);
  policy.decisions.forEach((d, i) => (d.index = i));
  policy.decisionTimes = policy.decisions.map((d) => d.t);
}

const focused = () => data.policies[view.focus];

function arrow(d) {
  return d.to > d.from ? "▲" : d.to < d.from ? "▼" : "=";
}

function change(d) {
  const by = d.to - d.from;
  return wholeNumber.format(d.from) + " → " + wholeNumber.format(d.to) + " " + arrow(d) + " " + (by < 0 ? "−" : "+") + wholeNumber.format(Math.abs(by));
}

/** All lines of a decision, the deciding one set off. */
function explanation(d) {
  const list = element("ul", { class: "explanation" });
  d.lines.forEach((l, i) => {
    const [stage, rule, text] = data.lines[l];
    const deciding = i === d.deciding;
    list.append(element("li", deciding ? { class: "deciding" } : {}, element("span", { class: "stage" }, stage + " · "),
      element("span", {}, rule + ": " + text), deciding ? element("span", { class: "stage" }, " ← decided") : null));
  });
  return list;
}

function tip(d) {
  return element("div", {}, element("b", {}, change(d)), element("div", {}, clock(d.t, true) + " UTC · " + focused().name), explanation(d));
}

/** Decisions within the range; of very many the largest out and in of each stretch of time, or they would hide everything. */
function inSight() {
  const policy = focused();
  const all = policy.decisions.slice(lastAtMost(policy.decisionTimes, view.from - 1) + 1, lastAtMost(policy.decisionTimes, view.to) + 1);
  const most = Math.max(20, Math.floor(document.getElementById("charts").clientWidth / 8));
  if (all.length <= most) return { all, marked: all };
  const largest = new Map();
  for (const d of all) {
    const cell = Math.floor(((d.t - view.from) / (view.to - view.from)) * (most / 2)) * 2 + (d.to > d.from ? 1 : 0);
    const other = largest.get(cell);
    if (other === undefined || Math.abs(d.to - d.from) > Math.abs(other.to - other.from) || d === view.pinned) largest.set(cell, d);
  }
  return { all, marked: [...largest.values()] };
}

/** The desired count over time: to the second when every decision was kept, else as the thinned course has it. */
function desired(policy) {
  const { decisions, decisionTimes } = policy;
  if (decisions.length === 0 || policy.actions !== decisions.length) return slice(policy, "desired");
  const out = [[data.start + view.from, desiredAt(policy, view.from)]];
  for (let i = lastAtMost(decisionTimes, view.from) + 1; i < decisions.length && decisions[i].t < view.to; i++) {
    out.push([data.start + decisions[i].t, decisions[i].to]);
  }
  out.push([data.start + view.to, out[out.length - 1][1]]);
  return out;
}

function desiredAt(policy, t) {
  const { decisions, decisionTimes } = policy;
  if (decisions.length === 0 || policy.actions !== decisions.length) return at(policy, "desired", t);
  const i = lastAtMost(decisionTimes, t);
  return i < 0 ? decisions[0].from : decisions[i].to;
}

/** What a point is where the course had to be thinned. */
function stretches() {
  const { t } = focused();
  const length = t.length > 1 ? t[1] - t[0] : 0;
  return length <= data.trace.bucket ? "" : " A point is " + seconds(length / 1000) + ": needed is the highest in it, ready and short the means.";
}

function marks() {
  const { all, marked } = inSight();
  const size = small() || marked.length > 120 ? 8 : 11;
  const color = variable("--p" + (view.focus % 8));
  const paper = variable("--bg");
  document.getElementById("marked").textContent = all.length === 0
    ? "No decisions of " + focused().name + " in this range." + stretches()
    : "▲ ▼ decisions of " + focused().name + ": " + (all.length > marked.length ? "the " + number(marked.length) + " largest of " + number(all.length) + "; zoom in for all." : number(all.length) + ".") + stretches();
  const out = marked.map((d) => {
    const up = d.to >= d.from;
    const pinned = view.pinned === d;
    return {
      value: [data.start + d.t, d.to], decision: d, symbol: "triangle", symbolRotate: up ? 0 : 180, symbolSize: pinned ? 16 : size,
      itemStyle: { color: pinned ? variable("--accent") : up ? color : paper, borderColor: pinned ? variable("--ink") : up ? paper : color, borderWidth: up ? 1 : 1.5 },
    };
  });
  return { id: "marks", type: "scatter", data: out, z: 10, animation: false, cursor: "pointer", emphasis: { scale: 1.4 } };
}

function pin(d, reveal) {
  view.pinned = d;
  const box = document.getElementById("pinned");
  box.replaceChildren();
  box.hidden = d === null;
  if (d !== null) {
    const all = focused().decisions;
    const step = (by) => pin(all[d.index + by], true);
    box.append(
      element("div", { class: "row" },
        element("div", {}, element("h3", {}, change(d)), element("span", { class: "unit" }, clock(d.t, true) + " UTC · " + focused().name + " · " + number(d.index + 1) + " of " + number(all.length))),
        element("div", { class: "buttons" },
          element("button", { type: "button", disabled: d.index === 0, onclick: () => step(-1) }, "← Previous"),
          element("button", { type: "button", disabled: d.index === all.length - 1, onclick: () => step(1) }, "Next →"),
          element("button", { type: "button", onclick: () => around(d) }, "Zoom here"),
          element("button", { type: "button", onclick: () => pin(null) }, "Unpin"))),
      explanation(d));
    if (reveal && (d.t < view.from || d.t > view.to)) {
      const width = view.to - view.from;
      setRange(d.t - width / 2, d.t + width / 2);
    }
  }
  for (const row of document.querySelectorAll("#rows tr")) row.setAttribute("aria-current", row.decision === d);
  redraw();
}

function around(d) {
  const half = Math.max(30 * 60e3, (view.whole[1] - view.whole[0]) / 200);
  setRange(d.t - half, d.t + half);
}

/** The next decision before or after the pinned one, or the first one in sight. */
function stepPin(by) {
  const all = focused().decisions;
  if (all.length === 0) return;
  const next = view.pinned ? view.pinned.index + by : Math.max(0, lastAtMost(focused().decisionTimes, view.from) + (by > 0 ? 1 : 0));
  if (all[next]) pin(all[next], true);
}

function matching() {
  const words = document.getElementById("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const direction = Number(document.getElementById("direction").value);
  const visible = document.getElementById("visible").checked;
  return focused().decisions.filter((d) => {
    if (visible && (d.t < view.from || d.t > view.to)) return false;
    if (direction !== 0 && Math.sign(d.to - d.from) !== direction) return false;
    if (words.length === 0) return true;
    const text = (clock(d.t, true) + " " + change(d) + " " + d.lines.map((l) => data.lines[l][1] + ": " + data.lines[l][2]).join(" ")).toLowerCase();
    return words.every((w) => text.includes(w));
  });
}

function table() {
  const policy = focused();
  const found = matching();
  const body = document.getElementById("rows");
  body.replaceChildren();
  for (const d of found.slice(0, limit)) {
    const deciding = data.lines[d.lines[d.deciding]];
    const row = element("tr", { "aria-current": view.pinned === d },
      element("td", {}, element("button", { type: "button", title: "Show the whole explanation", onclick: () => { pin(d, true); document.getElementById("pinned").scrollIntoView({ block: "center" }); } }, clock(d.t, true))),
      element("td", {}, change(d)),
      element("td", {}, deciding ? deciding[1] + ": " + deciding[2] : "–"));
    row.decision = d;
    body.append(row);
  }
  if (found.length === 0) body.append(element("tr", {}, element("td", { colspan: 3 }, policy.decisions.length === 0 ? "This policy never changed anything." : "No decision matches.")));
  const kept = policy.actions > policy.decisions.length ? " (of " + number(policy.actions) + " actions the largest are kept)" : "";
  document.getElementById("count").textContent = number(found.length) + " of " + number(policy.decisions.length) + " decisions of " + policy.name + kept;
  const more = document.getElementById("more");
  more.hidden = found.length <= limit;
  more.textContent = "Show " + number(Math.min(PAGE, found.length - limit)) + " more of " + number(found.length - limit);
}
