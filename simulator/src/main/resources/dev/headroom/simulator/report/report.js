// The page: builds the charts, and answers the reader's hands.
const MINUTE = 60e3;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
let frame = 0;
let tableTimer = 0;
let restTimer = 0;

/** Draws at the next frame what can be seen; the rest follows when the hands rest, or when it comes into sight. */
function redraw() {
  for (const chart of view.charts) chart.stale = true;
  drawSoon();
}

function drawSoon() {
  if (frame) return;
  frame = requestAnimationFrame(() => {
    frame = 0;
    for (const chart of view.charts) if (chart.stale && chart.inSight) draw(chart);
    placePins();
    clearTimeout(restTimer);
    restTimer = setTimeout(drawRest, 150);
  });
}

function drawRest() {
  const chart = view.charts.find((c) => c.stale);
  if (!chart) return;
  draw(chart);
  restTimer = setTimeout(drawRest, 0);
}

function draw(chart) {
  chart.stale = false;
  chart.echart.setOption(option(chart), { replaceMerge: ["series"] });
}

/** After a change of the policies shown. */
function redrawAll() {
  for (const chart of view.charts) legend(chart);
  redraw();
}

/** After a change of the theme. */
function repaint() {
  colours.clear();
  redraw();
}

function legend(chart) {
  chart.entries = chart.definition.legend();
  chart.legend.replaceChildren(...chart.entries.map((e) => {
    e.out = e.value ? element("b", {}) : null;
    return element("li", {}, swatch(e.key, e.area), e.name, e.out);
  }));
}

function setRange(from, to) {
  const [begin, end] = view.whole;
  const width = Math.min(Math.max(to - from, 2 * MINUTE, data.trace.bucket / 2), end - begin);
  let a = (from + to - width) / 2;
  a = Math.min(Math.max(a, begin), end - width);
  view.from = a;
  view.to = a + width;
  document.getElementById("range").textContent = clock(view.from, width < HOUR) + " – " + clock(view.to, width < HOUR) + " UTC";
  for (const b of document.querySelectorAll("#ranges button[data-width]")) {
    b.setAttribute("aria-pressed", Math.abs(Math.min(Number(b.dataset.width), end - begin) - width) < 1);
  }
  redraw();
  clearTimeout(tableTimer);
  tableTimer = setTimeout(() => {
    limit = PAGE;
    table();
  }, 120);
}

function zoom(factor, centre) {
  const c = centre ?? (view.from + view.to) / 2;
  setRange(c - (c - view.from) * factor, c + (view.to - c) * factor);
}

/** Pixel and time within a plot: every plot has the same margins. */
const plotWidth = (plot) => plot.clientWidth - gridLeft() - GRID.right;
const timeAt = (plot, x) => view.from + ((x - gridLeft()) / plotWidth(plot)) * (view.to - view.from);
const pixelAt = (plot, t) => gridLeft() + ((t - view.from) / (view.to - view.from)) * plotWidth(plot);

function showAt(t) {
  const inside = t >= view.from && t <= view.to;
  for (const chart of view.charts) {
    chart.cross.style.display = inside ? "block" : "none";
    chart.cross.style.left = pixelAt(chart.plot, t) + "px";
    for (const e of chart.entries) if (e.out) e.out.textContent = inside ? e.value(t) : "";
  }
  document.getElementById("range").textContent = inside
    ? "at " + clock(t, true) + " UTC"
    : clock(view.from, view.to - view.from < HOUR) + " – " + clock(view.to, view.to - view.from < HOUR) + " UTC";
}

function placePins() {
  const t = view.pinned ? view.pinned.t : NaN;
  for (const chart of view.charts) {
    chart.pin.style.display = t >= view.from && t <= view.to ? "block" : "none";
    chart.pin.style.left = pixelAt(chart.plot, t) - 1 + "px";
  }
}

function hands(chart) {
  const { plot, brush } = chart;
  const inGrid = (e) => e.offsetY > GRID.top && e.offsetY < plot.clientHeight - (chart.definition.strip ? 70 : GRID.bottom);
  let begin = null;
  const clamp = (x) => Math.min(Math.max(x, gridLeft()), gridLeft() + plotWidth(plot));
  const offset = (e) => e.clientX - plot.getBoundingClientRect().left;
  plot.addEventListener("pointermove", (e) => {
    showAt(timeAt(plot, offset(e)));
    if (begin !== null) {
      const x = clamp(offset(e));
      brush.style.display = "block";
      brush.style.left = Math.min(begin, x) + "px";
      brush.style.width = Math.abs(x - begin) + "px";
    }
  });
  plot.addEventListener("pointerleave", () => showAt(NaN));
  plot.addEventListener("pointerdown", (e) => {
    view.touch = e.pointerType !== "mouse";
    if (e.pointerType === "mouse" && e.button === 0 && inGrid(e)) begin = clamp(offset(e));
  });
  window.addEventListener("pointerup", (e) => {
    if (begin === null) return;
    const x = clamp(offset(e));
    brush.style.display = "none";
    if (Math.abs(x - begin) > 6) setRange(timeAt(plot, Math.min(begin, x)), timeAt(plot, Math.max(begin, x)));
    begin = null;
  });
  plot.addEventListener("dblclick", () => setRange(...view.whole));
  plot.addEventListener("wheel", (e) => {
    if (!e.ctrlKey) return;
    e.preventDefault();
    zoom(Math.exp(Math.sign(e.deltaY) * 0.25), timeAt(plot, offset(e)));
  }, { passive: false });
  plot.addEventListener("keydown", (e) => {
    const act = { ArrowLeft: () => stepPin(-1), ArrowRight: () => stepPin(1), "+": () => zoom(0.5), "-": () => zoom(2), Escape: () => pin(null) }[e.key];
    if (act) {
      e.preventDefault();
      act();
    }
  });
}

function figure(definition) {
  const chart = { definition, log: definition.log === true, entries: [] };
  chart.legend = element("ul", { class: "legend" });
  chart.cross = element("div", { class: "cross" });
  chart.pin = element("div", { class: "pin" });
  chart.brush = element("div", { class: "brush" });
  const canvas = element("div", { class: "canvas", id: "chart-" + definition.id });
  chart.plot = element("div", {
    class: "plot" + (definition.tall ? " tall" : "") + (definition.strip ? " strip" : ""), tabindex: 0, role: "group",
    "aria-label": definition.title + " over time, " + definition.unit,
  }, canvas, chart.cross, chart.pin, chart.brush);
  const caption = element("figcaption", {}, element("h3", {}, definition.title), chart.legend);
  if (definition.canLog) {
    const button = element("button", { type: "button", onclick: () => { chart.log = !chart.log; name(); redraw(); } });
    const name = () => (button.textContent = chart.log ? "Linear axis" : "Log axis");
    name();
    caption.append(button);
  }
  const box = element("figure", {}, caption, chart.plot);
  document.getElementById("charts").append(box);
  if (definition.id === "capacity") box.append(element("p", { id: "marked", class: "hint" }), element("section", { id: "pinned", hidden: true, "aria-live": "polite", "aria-label": "Pinned decision" }));
  chart.echart = echarts.init(canvas);
  if (definition.id === "capacity") chart.echart.on("click", { seriesId: "marks" }, (e) => {
    // A finger does not hover: the panel says it all.
    if (view.touch) chart.echart.dispatchAction({ type: "hideTip" });
    pin(e.data.decision);
  });
  if (definition.strip) {
    chart.echart.on("datazoom", (e) => {
      const z = e.batch ? e.batch[0] : e;
      const [begin, end] = view.whole;
      setRange(begin + (z.start / 100) * (end - begin), begin + (z.end / 100) * (end - begin));
    });
  }
  hands(chart);
  return chart;
}

function chips() {
  const box = document.getElementById("chips");
  data.policies.forEach((policy, p) => {
    const chip = element("button", { type: "button", class: "chip", "aria-pressed": view.shown.has(p) }, swatch("p" + (p % 8)), policy.name);
    chip.addEventListener("click", () => {
      if (view.shown.has(p)) view.shown.delete(p);
      else view.shown.add(p);
      chip.setAttribute("aria-pressed", view.shown.has(p));
      redrawAll();
    });
    box.append(chip);
  });
  const focus = document.getElementById("focus");
  data.policies.forEach((policy, p) => focus.append(element("option", { value: p }, policy.name)));
  focus.addEventListener("change", () => {
    view.focus = Number(focus.value);
    if (!view.shown.has(view.focus)) box.children[view.focus].click();
    limit = PAGE;
    pin(null);
    redrawAll();
    table();
  });
}

function ranges() {
  const box = document.getElementById("ranges");
  const whole = view.whole[1] - view.whole[0];
  box.append(element("button", { type: "button", "data-width": whole, onclick: () => setRange(...view.whole) }, "All"));
  for (const [name, width] of [["30 d", 30 * DAY], ["7 d", 7 * DAY], ["1 d", DAY], ["6 h", 6 * HOUR], ["1 h", HOUR]]) {
    if (width >= whole) continue;
    box.append(element("button", {
      type: "button", "data-width": width,
      onclick: () => {
        const c = view.pinned && view.pinned.t >= view.from && view.pinned.t <= view.to ? view.pinned.t : (view.from + view.to) / 2;
        setRange(c - width / 2, c + width / 2);
      },
    }, name));
  }
  const shift = (by) => setRange(view.from + by * (view.to - view.from), view.to + by * (view.to - view.from));
  box.append(
    element("button", { type: "button", "aria-label": "Earlier", onclick: () => shift(-0.5) }, "◀"),
    element("button", { type: "button", "aria-label": "Later", onclick: () => shift(0.5) }, "▶"));
}

function start() {
  data.policies.forEach((policy, p) => {
    decode(policy);
    prepare(policy);
    if (p < 3) view.shown.add(p);
  });
  view.whole = [0, Math.max(data.trace.length, ...data.policies.map((p) => p.end))];
  for (const id of ["toolbar", "how", "decisions"]) document.getElementById(id).hidden = false;
  chips();
  ranges();
  view.charts = DEFINITIONS.filter((d) => !d.when || d.when()).map(figure);
  const sight = new IntersectionObserver((entries) => {
    for (const e of entries) view.charts.find((c) => c.plot === e.target).inSight = e.isIntersecting;
    drawSoon();
  }, { rootMargin: "100px" });
  for (const chart of view.charts) sight.observe(chart.plot);
  redrawAll();
  setRange(...view.whole);
  table();
  for (const id of ["search", "direction", "visible"]) {
    document.getElementById(id).addEventListener("input", () => {
      limit = PAGE;
      table();
    });
  }
  document.getElementById("more").addEventListener("click", () => {
    limit += PAGE;
    table();
  });
  new ResizeObserver(() => {
    for (const { echart, plot } of view.charts) {
      if (plot.clientWidth > 0 && plot.clientWidth !== echart.getWidth()) echart.resize({ width: plot.clientWidth, height: plot.clientHeight });
    }
    redraw();
  }).observe(document.getElementById("charts"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  // Paper is white whatever the screen is.
  addEventListener("beforeprint", () => {
    document.documentElement.dataset.theme = "light";
    colours.clear();
    for (const chart of view.charts) draw(chart);
  });
  addEventListener("afterprint", () => {
    delete document.documentElement.dataset.theme;
    repaint();
  });
}

start();
