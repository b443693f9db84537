// Charts of a page from plain descriptions. Each draws only what is in the visible range, so that zooming stays smooth.
const GRID = { top: 32, bottom: 30, right: 28 };
const DASHES = ["solid", [8, 3], [2.5, 2.5], [9, 3, 2, 3], [5, 3], [12, 3], [1.5, 3], [6, 2, 2, 2, 2, 2]];
const SYMBOLS = ["circle", "diamond", "triangle", "rect", "pin", "roundRect", "arrow", "circle"];
const MOST_POINTS = 2400;
const CROWD = 700;
const HOUR = 3600e3;
const charts = [];

const small = () => window.innerWidth < 720;
const palette = (s) => (s.colour < 0 ? variable("--need") : variable("--p" + (s.colour % 8)));
const steps = (s) => s.kind === "step" || s.kind === "backdrop";
const isWide = (c) => c.x.kind !== "category";
const pad = (v) => (v === null ? "–" : v);

function spread(p) {
  return p.even ? Float64Array.from({ length: p.even[2] }, (_, i) => p.even[0] + i * p.even[1]) : p.all;
}

/** A value of an axis in words. */
function say(axis, v, short) {
  if (v === null || v === undefined || !Number.isFinite(v)) return "–";
  switch (axis.kind) {
    case "time": return clock(v, true) + " UTC";
    case "seconds": return v < 0 ? "−" + seconds(-v) : seconds(v);
    case "share": return plainNumber.format(v * 100) + (short ? "%" : " %");
    case "category": return axis.categories[v] ?? "";
    default: return short ? axisNumber(v) : number(v);
  }
}

/** The points of a series within the range and one more on each side; of too many, the extremes of each group. */
function slice(s, from, to, positiveOnly) {
  const { x, y, low } = s;
  const first = Math.max(0, lastAtMost(x, from));
  const end = Math.min(x.length, lastAtMost(x, to) + 2);
  const group = Math.max(1, Math.ceil((2 * (end - first)) / MOST_POINTS));
  const isGap = (v) => v === null || (positiveOnly && v <= 0);
  const out = [];
  for (let i = first; i < end; i += group) {
    const last = Math.min(end, i + group);
    let least = -1;
    let most = -1;
    for (let j = i; j < last; j++) {
      if (isGap(y[j])) continue;
      if (least < 0 || (low.length ? low[j] < low[least] : y[j] < y[least])) least = j;
      if (most < 0 || y[j] > y[most]) most = j;
    }
    if (low.length) {
      const edge = (j) => out.push(least < 0 ? [x[j], null, null] : [x[j], positiveOnly ? Math.max(low[least], y[most] / 1e6) : low[least], y[most]]);
      edge(i);
      if (last - 1 > i) edge(last - 1);
    } else if (least < 0) {
      out.push([x[i], null]);
    } else {
      out.push([x[Math.min(least, most)], y[Math.min(least, most)]]);
      if (least !== most) out.push([x[Math.max(least, most)], y[Math.max(least, most)]]);
    }
  }
  return out;
}

/** Polygons between the edges of a band, one for each stretch without gaps. */
function band(points, colour) {
  const parts = [[]];
  for (const p of points) {
    if (p[1] === null) parts.push([]);
    else parts[parts.length - 1].push(p);
  }
  return {
    type: "custom", silent: true, animation: false, clip: true, data: points.map((p) => p.map((v) => v ?? NaN)), encode: { x: 0, y: [1, 2] },
    renderItem: (params, api) => {
      if (params.dataIndexInside !== 0) return null;
      const polygons = parts.filter((part) => part.length > 1).map((part) => ({
        type: "polygon",
        shape: { points: [...part.map((p) => api.coord([p[0], p[2]])), ...part.slice().reverse().map((p) => api.coord([p[0], p[1]]))] },
        style: { fill: colour, opacity: 0.24 },
      }));
      return { type: "group", children: polygons };
    },
  };
}

function drawn(chart, s, i) {
  const { spec } = chart;
  const color = palette(s);
  if (s.kind === "bar") {
    const swap = (x, y) => (spec.horizontal ? [y, x] : [x, y]);
    return {
      type: "bar", name: s.name, animation: false, z: 3, stack: spec.bars === "stacked" ? "all" : undefined, barGap: spec.bars === "overlaid" ? "-100%" : "10%", barCategoryGap: "28%", barMinHeight: 1,
      itemStyle: { color }, data: Array.from(s.x, (x, j) => ({ value: swap(x, s.y[j] ?? "-"), of: j })),
    };
  }
  if (s.kind === "scatter") {
    return {
      type: "scatter", name: s.name, animation: false, z: 5, symbol: SYMBOLS[s.colour % 8], symbolSize: s.x.length > 2000 ? 4 : 9, clip: true,
      itemStyle: { color, opacity: s.x.length > 200 ? 0.6 : 0.95 }, data: Array.from(s.x, (x, j) => ({ value: [x, s.y[j] ?? "-"], of: j })),
    };
  }
  const positiveOnly = chart.log;
  const points = slice(s, chart.from, chart.to, positiveOnly);
  if (s.kind === "band") return { ...band(points, color), name: s.name, z: 2 };
  // Dashes of a crowded line are noise.
  const crowded = points.length > CROWD;
  return {
    type: "line", name: s.name, step: steps(s) ? "end" : false, symbol: "circle", symbolSize: 5, showSymbol: spec.x.kind === "category" || points.length < 2, silent: true, animation: false, z: s.kind === "backdrop" ? 1 : 4 - i * 0.01,
    data: points.map((p) => [p[0], p[1] ?? "-"]),
    lineStyle: { color, width: crowded || s.colour < 0 ? 1.2 : 2, type: crowded || s.colour < 0 ? "solid" : DASHES[s.colour % 8], opacity: crowded ? 0.85 : 1 },
    itemStyle: { color }, ...(s.kind === "area" || s.kind === "backdrop" ? { areaStyle: { color, opacity: 0.22 } } : {}),
  };
}

/** Lines and shades that are not data. */
function notes(chart) {
  const { spec } = chart;
  const text = { fontSize: 11, color: variable("--soft"), fontFamily: variable("--font") };
  const seen = (v) => !isWide(spec) || (v >= chart.from && v <= chart.to);
  const upright = spec.horizontal ? "yAxis" : "xAxis";
  const level = spec.horizontal ? "xAxis" : "yAxis";
  const marks = spec.marks.filter((m) => seen(m.x)).map((m, i) => ({
    [upright]: m.x, lineStyle: { color: variable("--soft"), type: [4, 3], width: 1 },
    label: { ...text, show: spec.marks.length < 30, formatter: m.text, position: "insideEndTop", distance: [2, 4 + 13 * (i % 2)], rotate: 0, align: "left" },
  }));
  const levels = spec.levels.map((l) => ({
    [level]: l.y, lineStyle: { color: variable("--bad"), type: [5, 4], width: 1.5 },
    label: { ...text, color: variable("--bad"), formatter: l.text, position: spec.horizontal ? "insideEndTop" : "insideStartTop", rotate: 0 },
  }));
  const regions = spec.regions.filter((r) => !isWide(spec) || (r.to >= chart.from && r.from <= chart.to)).map((r) => [
    { name: r.text, [upright]: isWide(spec) ? Math.max(r.from, chart.from) : r.from, itemStyle: { color: variable("--need-fill"), opacity: 0.7 }, label: { ...text, position: "insideTop" } },
    { [upright]: isWide(spec) ? Math.min(r.to, chart.to) : r.to },
  ]);
  return {
    type: "line", name: "notes", data: [], silent: true, animation: false, z: 6,
    markLine: { silent: true, symbol: "none", animation: false, data: [...marks, ...levels] },
    markArea: { silent: true, animation: false, z: 0, data: regions },
  };
}

/** Left of the plot: names of lying categories need room. */
function left(chart) {
  if (!chart.spec.horizontal) return small() ? 50 : 64;
  const longest = Math.max(...chart.spec.x.categories.map((c) => c.length));
  return Math.min(small() ? 140 : 260, 20 + 7 * longest);
}

function axis(chart, spec, upright) {
  const soft = variable("--soft");
  const rule = variable("--line");
  const label = { color: soft, fontSize: small() ? 11 : 12, hideOverlap: true };
  const wide = isWide(chart.spec) && spec === chart.spec.x;
  const nameStyle = { color: soft, fontSize: small() ? 11 : 12 };
  const log = spec.canLog && (spec === chart.spec.y ? chart.log : spec.log);
  const common = {
    name: spec.name, axisTick: { show: !upright, lineStyle: { color: rule } },
    axisLine: { show: !upright, lineStyle: { color: rule }, onZero: false },
    splitLine: { show: true, lineStyle: { color: rule, opacity: upright ? 1 : 0.5 } },
    nameTextStyle: upright ? { ...nameStyle, align: "left", padding: [0, 0, 0, 8 - left(chart)] } : nameStyle, nameGap: upright ? 14 : 26, nameLocation: upright ? "end" : "middle",
  };
  if (spec.kind === "category") {
    return { ...common, type: "category", data: spec.categories, inverse: upright, axisLabel: { ...label, interval: upright ? 0 : "auto", width: upright ? left(chart) - 16 : undefined, overflow: "truncate" }, splitLine: { show: false } };
  }
  if (spec.kind === "time") {
    return { ...common, name: "", type: "time", min: chart.from, max: chart.to, splitNumber: small() ? 4 : 9,
      axisLabel: { ...label, formatter: { year: "{yyyy}", month: "{d} {MMM}", day: "{d} {MMM}", hour: "{HH}:{mm}", minute: "{HH}:{mm}", second: "{HH}:{mm}:{ss}" } } };
  }
  return {
    ...common, type: log ? "log" : "value", scale: !spec.zero, splitNumber: upright ? 4 : small() ? 4 : 8,
    min: wide ? chart.from : undefined, max: wide ? chart.to : undefined, boundaryGap: wide || log ? undefined : [0, "6%"],
    axisLabel: { ...label, formatter: (v) => say(spec, v, true) },
  };
}

function option(chart) {
  const { spec } = chart;
  const x = axis(chart, spec.x, spec.horizontal);
  const y = axis(chart, spec.y, !spec.horizontal);
  const shown = spec.series.filter((s) => !chart.hidden.has(s)).map((s, i) => drawn(chart, s, i));
  if (spec.y.kind === "seconds" && isWide(spec) && spec.y.zero && !chart.log) {
    Object.assign(y, secondsAxis(Math.max(largest(shown), ...spec.levels.map((l) => l.y))));
  }
  return {
    animation: false, useUTC: true, backgroundColor: "transparent", textStyle: { fontFamily: variable("--font") },
    grid: { top: GRID.top, right: GRID.right, left: left(chart), bottom: GRID.bottom + bottom(chart), outerBoundsMode: "none" },
    xAxis: spec.horizontal ? y : x, yAxis: spec.horizontal ? x : y,
    tooltip: {
      trigger: "item", confine: true, appendTo: "body", backgroundColor: variable("--panel"), borderColor: variable("--line"),
      textStyle: { color: variable("--ink"), fontSize: 13 }, className: "tip", extraCssText: "white-space: normal;", transitionDuration: 0,
      formatter: (item) => tip(spec, spec.series.find((s) => s.name === item.seriesName), item.data.of),
    },
    series: [...shown, notes(chart)],
  };
}

const bottom = (chart) => (!chart.spec.horizontal && chart.spec.x.kind !== "time" && chart.spec.x.name ? 16 : chart.spec.horizontal && chart.spec.y.name ? 16 : 0);

function tip(spec, s, i) {
  if (!s || i === undefined) return "";
  const about = (a, v) => element("div", {}, (a.name && a.kind !== "time" ? a.name + ": " : "") + say(a, v));
  return element("div", {}, element("b", {}, s.labels[i] ?? s.name), s.labels[i] ? element("div", {}, s.name) : null, about(spec.x, s.x[i]), about(spec.y, s.y[i]));
}

function legend(chart) {
  const { spec } = chart;
  chart.outs = [];
  const only = spec.series.length === 1 && spec.series[0].kind === "bar";
  chart.legend.replaceChildren(...(only ? [] : spec.series).map((s) => {
    const out = isWide(spec) && s.kind !== "scatter" ? element("b", {}) : null;
    if (out) chart.outs.push([s, out]);
    const shape = ["band", "bar", "area", "backdrop"].includes(s.kind) ? "area" : s.kind === "scatter" ? "dot" : "";
    const button = element("button", { type: "button", class: "key", "aria-pressed": !chart.hidden.has(s), title: "Show or hide" }, swatch((s.colour < 0 ? "backdrop" : "p" + (s.colour % 8)) + (s.kind === "band" || s.kind === "area" ? " soft" : ""), shape), s.name, out);
    button.addEventListener("click", () => {
      if (chart.hidden.has(s)) chart.hidden.delete(s);
      else chart.hidden.add(s);
      button.setAttribute("aria-pressed", !chart.hidden.has(s));
      redraw([chart]);
    });
    return element("li", {}, button);
  }));
}

/** Draws at the next frame what can be seen; the rest follows when the hands rest, or when it comes into sight. */
let frame = 0;
let rest = 0;
function redraw(some) {
  for (const chart of some) chart.stale = true;
  if (frame) return;
  frame = requestAnimationFrame(() => {
    frame = 0;
    for (const chart of charts) if (chart.stale && chart.inSight) draw(chart);
    clearTimeout(rest);
    rest = setTimeout(drawRest, 150);
  });
}

function drawRest() {
  const chart = charts.find((c) => c.stale);
  if (!chart) return;
  draw(chart);
  rest = setTimeout(drawRest, 0);
}

function draw(chart) {
  chart.stale = false;
  chart.echart.setOption(option(chart), true);
}

function setRange(chart, from, to) {
  const [begin, end] = chart.whole;
  const width = Math.min(Math.max(to - from, (end - begin) / 1e5), end - begin);
  const a = Math.min(Math.max((from + to - width) / 2, begin), end - width);
  const together = charts.filter((c) => c === chart || (c.spec.x.kind === "time" && chart.spec.x.kind === "time" && c.whole[0] === begin && c.whole[1] === end));
  for (const c of together) {
    c.from = a;
    c.to = a + width;
    c.reset.hidden = width === end - begin;
    told(c, NaN);
  }
  redraw(together);
}

/** Says the range, or the values at a place. */
function told(chart, at) {
  const { spec } = chart;
  const inside = at >= chart.from && at <= chart.to;
  const range = spec.x.kind === "time" ? clock(chart.from, chart.to - chart.from < HOUR) + " – " + clock(chart.to, chart.to - chart.from < HOUR) + " UTC" : "";
  chart.range.textContent = inside ? say(spec.x, at) : range;
  chart.cross.style.display = inside ? "block" : "none";
  if (inside) chart.cross.style.left = left(chart) + ((at - chart.from) / (chart.to - chart.from)) * plotWidth(chart) + "px";
  for (const [s, out] of chart.outs) {
    const i = inside ? lastAtMost(s.x, at) : -1;
    // Beyond a series' last place by more than one step there is no value.
    const gone = i < 0 || (i === s.x.length - 1 && at > s.x[i] + (i > 0 ? s.x[i] - s.x[i - 1] : 0));
    out.textContent = !inside ? "" : gone ? "–" : s.low.length ? say(spec.y, s.low[i]) + " – " + say(spec.y, s.y[i]) : say(spec.y, pad(s.y[i]));
  }
}

const plotWidth = (chart) => chart.plot.clientWidth - left(chart) - GRID.right;

function hands(chart) {
  const { plot, brush } = chart;
  let begin = null;
  const offset = (e) => Math.min(Math.max(e.clientX - plot.getBoundingClientRect().left, left(chart)), left(chart) + plotWidth(chart));
  const place = (x) => chart.from + ((x - left(chart)) / plotWidth(chart)) * (chart.to - chart.from);
  plot.addEventListener("pointermove", (e) => {
    const x = offset(e);
    for (const c of charts) if (c === chart || (c.hands && c.from === chart.from && c.to === chart.to)) told(c, place(x));
    if (begin === null) return;
    brush.style.display = "block";
    brush.style.left = Math.min(begin, x) + "px";
    brush.style.width = Math.abs(x - begin) + "px";
  });
  plot.addEventListener("pointerleave", () => charts.forEach((c) => c.hands && told(c, NaN)));
  plot.addEventListener("pointerdown", (e) => {
    if (e.pointerType === "mouse" && e.button === 0) begin = offset(e);
  });
  window.addEventListener("pointerup", (e) => {
    if (begin === null) return;
    const x = offset(e);
    brush.style.display = "none";
    if (Math.abs(x - begin) > 6) setRange(chart, place(Math.min(begin, x)), place(Math.max(begin, x)));
    begin = null;
  });
  const zoom = (factor, centre = (chart.from + chart.to) / 2) => setRange(chart, centre - (centre - chart.from) * factor, centre + (chart.to - centre) * factor);
  const shift = (by) => setRange(chart, chart.from + by * (chart.to - chart.from), chart.to + by * (chart.to - chart.from));
  plot.addEventListener("dblclick", () => setRange(chart, ...chart.whole));
  plot.addEventListener("wheel", (e) => {
    if (!e.ctrlKey) return;
    e.preventDefault();
    zoom(Math.exp(Math.sign(e.deltaY) * 0.25), place(offset(e)));
  }, { passive: false });
  plot.addEventListener("keydown", (e) => {
    const act = { ArrowLeft: () => shift(-0.5), ArrowRight: () => shift(0.5), "+": () => zoom(0.5), "-": () => zoom(2), Escape: () => setRange(chart, ...chart.whole) }[e.key];
    if (!act) return;
    e.preventDefault();
    act();
  });
}

function figure(spec, i) {
  const chart = { spec, log: spec.y.canLog && spec.y.log, hidden: new Set(), outs: [], from: 0, to: 1, hands: isWide(spec) && !(spec.x.canLog && spec.x.log) };
  const places = spec.places.map(spread);
  for (const s of spec.series) s.x = places[s.places];
  if (isWide(spec)) {
    let low = Infinity;
    let high = -Infinity;
    for (const s of spec.series) {
      // A step holds for as long as the one before it; a bar is as wide as its neighbours are apart.
      const n = s.x.length;
      const step = n > 1 && (steps(s) || s.kind === "bar") ? s.x[n - 1] - s.x[n - 2] : 0;
      for (const v of s.x) {
        low = Math.min(low, v - (s.kind === "bar" ? step / 2 : 0));
        high = Math.max(high, v + (s.kind === "bar" ? step / 2 : 0));
      }
      if (steps(s)) high = Math.max(high, s.x[n - 1] + step);
      if (steps(s) && n > 0) {
        s.x = [...s.x, s.x[n - 1] + step];
        s.y.push(s.y[n - 1]);
      }
    }
    const room = spec.x.kind !== "time" && spec.series.some((s) => s.kind === "scatter") ? (high - low) * 0.04 || 1 : 0;
    chart.whole = low < high || room ? [spec.x.zero && low >= 0 && spec.x.kind !== "time" ? 0 : low - room, high + room] : [0, 1];
    [chart.from, chart.to] = chart.whole;
  }
  chart.legend = element("ul", { class: "legend" });
  chart.cross = element("div", { class: "cross" });
  chart.brush = element("div", { class: "brush" });
  chart.range = element("span", { class: "hint range" });
  chart.reset = element("button", { type: "button", hidden: true, onclick: () => setRange(chart, ...chart.whole) }, "Show all");
  const canvas = element("div", { class: "canvas" });
  chart.plot = element("div", { class: "plot tall", tabindex: 0, role: "group", "aria-label": [spec.title, spec.y.name].filter(Boolean).join(", ") }, canvas, chart.cross, chart.brush);
  if (spec.horizontal) chart.plot.style.height = 90 + spec.x.categories.length * Math.max(22, 14 * (spec.bars === "grouped" ? spec.series.length : 1)) + "px";
  for (const part of [chart.cross, chart.brush]) part.style.bottom = GRID.bottom + bottom(chart) + "px";
  const caption = element("figcaption", {}, element("h3", {}, spec.title), chart.legend, chart.range, chart.reset);
  if (spec.y.canLog) {
    const button = element("button", { type: "button", onclick: () => { chart.log = !chart.log; name(); redraw([chart]); } });
    const name = () => (button.textContent = chart.log ? "Linear axis" : "Log axis");
    name();
    caption.append(button);
  }
  const how = chart.hands ? element("p", { class: "hint how" }, "Drag to zoom in, double-click to see all; Ctrl + wheel zooms; with the chart focused ← → + − Esc.") : null;
  const box = document.getElementById("c" + i);
  box.replaceChildren(element("figure", {}, caption, chart.plot, ...[spec.hint ? element("p", { class: "hint" }, spec.hint) : null, how].filter(Boolean)));
  chart.echart = echarts.init(canvas);
  legend(chart);
  if (chart.hands) {
    hands(chart);
    told(chart, NaN);
  }
  return chart;
}

function start() {
  data.charts.forEach((spec, i) => charts.push(figure(spec, i)));
  // How to use it is said once.
  [...document.querySelectorAll(".how")].slice(1).forEach((e) => e.remove());
  const sight = new IntersectionObserver((entries) => {
    for (const e of entries) charts.find((c) => c.plot === e.target).inSight = e.isIntersecting;
    redraw([]);
  }, { rootMargin: "200px" });
  for (const chart of charts) sight.observe(chart.plot);
  redraw(charts);
  new ResizeObserver(() => {
    for (const { echart, plot } of charts) {
      if (plot.clientWidth > 0 && plot.clientWidth !== echart.getWidth()) echart.resize({ width: plot.clientWidth, height: plot.clientHeight });
    }
    redraw(charts);
  }).observe(document.querySelector("main"));
  const repaint = () => {
    colours.clear();
    redraw(charts);
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  // Paper is white whatever the screen is.
  addEventListener("beforeprint", () => {
    document.documentElement.dataset.theme = "light";
    colours.clear();
    charts.forEach(draw);
  });
  addEventListener("afterprint", () => {
    delete document.documentElement.dataset.theme;
    repaint();
  });
}

start();
