// Charts of a workload: replicas, and a signal with its forecast.
import { time, value } from "./words.js";

const live = new Set();

/** An empty chart in an element; it follows the element's size and the theme. */
export function chart(box, label) {
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", label);
  const echart = echarts.init(box, null, { renderer: "canvas" });
  const one = { echart, box, option: null };
  one.size = new ResizeObserver(() => {
    if (box.clientWidth > 0 && box.clientHeight > 0) echart.resize({ width: box.clientWidth, height: box.clientHeight });
  });
  one.size.observe(box);
  live.add(one);
  return one;
}

export function show(one, option) {
  one.option = option;
  one.echart.setOption(option(), { notMerge: true, lazyUpdate: true });
}

/** Lets go of the charts that are no longer in the page. */
export function sweep() {
  for (const one of live) {
    if (one.box.isConnected) continue;
    one.size.disconnect();
    one.echart.dispose();
    live.delete(one);
  }
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  colours.clear();
  for (const one of live) if (one.option) show(one, one.option);
});

/** Columns of a timeline as points in time. */
export function points(timeline, column) {
  const begin = Date.parse(timeline.from);
  const step = timeline.stepSeconds * 1000;
  const out = [];
  for (let i = 0; i < column.length; i++) if (column[i] !== null) out.push([begin + i * step, column[i]]);
  return out;
}

/** The quantiles of a forecast as points in time. */
export function band(forecast) {
  if (!forecast) return { low: [], median: [], width: [] };
  const at = (i) => Date.parse(forecast.start) + i * forecast.stepSeconds * 1000;
  return {
    low: forecast.low.map((v, i) => [at(i), v]),
    median: forecast.median.map((v, i) => [at(i), v]),
    width: forecast.high.map((v, i) => [at(i), v === null || forecast.low[i] === null ? null : v - forecast.low[i]]),
  };
}

const axisText = () => ({ color: variable("--soft"), fontSize: 11, fontFamily: variable("--font") });

function timeAxis(from, to) {
  return {
    type: "time", min: from, max: to, axisLabel: { ...axisText(), hideOverlap: true, formatter: { year: "{yyyy}", month: "{MM}-{dd}", day: "{MM}-{dd}", hour: "{HH}:{mm}", minute: "{HH}:{mm}", second: "{HH}:{mm}:{ss}" } },
    axisLine: { lineStyle: { color: variable("--line") } }, axisTick: { show: false }, splitLine: { show: false },
  };
}

function valueAxis(name, formatter, more = {}) {
  return {
    type: "value", min: 0, splitNumber: 3, axisLabel: { ...axisText(), formatter }, splitLine: { lineStyle: { color: variable("--line"), opacity: 0.7 } }, ...more,
  };
}

const short = (unit) => (v) => (unit === "ratio" ? axisNumber(v * 100) + " %" : unit === "seconds" ? seconds(v) : axisNumber(v));

const line = (name, data, colour, more = {}) => ({
  name, type: "line", data, showSymbol: false, animation: false, silent: true, lineStyle: { width: 2, color: colour, ...more.lineStyle }, itemStyle: { color: colour }, emphasis: { disabled: true }, ...more,
  ...(more.lineStyle ? { lineStyle: { width: 2, color: colour, ...more.lineStyle } } : {}),
});

function bandSeries(b, colour, axis = 0) {
  const edge = { type: "line", showSymbol: false, animation: false, silent: true, lineStyle: { opacity: 0 }, stack: "band", stackStrategy: "all", emphasis: { disabled: true }, yAxisIndex: axis };
  return [
    { ...edge, name: "low", data: b.low },
    { ...edge, name: "width", data: b.width, areaStyle: { color: colour, opacity: 0.2 } },
    line("expected", b.median, colour, { lineStyle: { type: [4, 3], width: 1.6 }, yAxisIndex: axis }),
  ];
}

/** A small chart: demand and forecast on the left axis, replicas as steps on the right. */
export function spark(one, d) {
  show(one, () => ({
    useUTC: true, animation: false, grid: { left: 40, right: 30, top: 10, bottom: 20 },
    xAxis: timeAxis(d.from, d.to),
    yAxis: [valueAxis("", short(d.unit), { splitNumber: 2 }), valueAxis("", axisNumber, { splitNumber: 2, splitLine: { show: false }, minInterval: 1 })],
    series: [
      { ...line("replicas", d.replicas, variable("--need"), { step: "end", lineStyle: { width: 1.4 } }), yAxisIndex: 1, areaStyle: { color: variable("--need-fill"), opacity: 0.6 } },
      ...bandSeries(d.band, variable("--p2")),
      line("demand", d.demand, variable("--p0")),
    ],
  }));
}

function tooltip(rows) {
  return {
    trigger: "axis", confine: true, appendTo: "body", transitionDuration: 0, backgroundColor: variable("--panel"), borderColor: variable("--line"),
    textStyle: { color: variable("--ink"), fontSize: 13 }, className: "tip", extraCssText: "white-space: normal;",
    axisPointer: { type: "line", lineStyle: { color: variable("--soft") } },
    formatter: (items) => {
      const seen = items.filter((i) => i.value && i.value[1] !== null && rows[i.seriesName]);
      if (seen.length === 0) return "";
      return element("div", {}, element("b", {}, time(seen[0].axisValue)), ...seen.map((i) => element("div", {}, i.seriesName + ": " + rows[i.seriesName](i.value[1]))));
    },
  };
}

/** Where charts of a timeline and a forecast end. */
export const end = (t, forecast) => (forecast ? Math.max(Date.parse(t.to), Date.parse(forecast.start) + forecast.stepSeconds * 1000 * (forecast.median.length - 1)) : Date.parse(t.to));

/** Replicas wanted and ready, with a mark where a decision is looked at. */
export function replicas(one, t, until, at, bounds) {
  show(one, () => ({
    useUTC: true, animation: false, grid: { left: 46, right: 14, top: 12, bottom: 24 },
    xAxis: timeAxis(Date.parse(t.from), until), yAxis: valueAxis("replicas", axisNumber, { minInterval: 1 }),
    tooltip: tooltip({ "wanted": number, "ready": number }),
    series: [
      line("ready", points(t, t.ready), variable("--need"), { step: "end", areaStyle: { color: variable("--need-fill") }, lineStyle: { width: 1.4 } }),
      {
        ...line("wanted", points(t, t.desired), variable("--p0"), { step: "end" }),
        markLine: { silent: true, symbol: "none", animation: false, label: { show: false }, data: mark(at, bounds) },
      },
    ],
  }));
}

function mark(at, bounds) {
  const lines = bounds ? [{ yAxis: bounds.max, lineStyle: { color: variable("--bad"), type: [5, 4], width: 1.2 } }] : [];
  if (at) lines.push({ xAxis: Date.parse(at), lineStyle: { color: variable("--accent"), type: "solid", width: 2 } });
  return lines;
}

/** A signal as it was, and as it is expected. */
export function signal(one, t, s, forecast, until, at) {
  const say = (v) => value(s.unit, v);
  show(one, () => ({
    useUTC: true, animation: false, grid: { left: 46, right: 14, top: 12, bottom: 24 },
    xAxis: timeAxis(Date.parse(t.from), until), yAxis: valueAxis(s.name, short(s.unit)),
    tooltip: tooltip({ "peak": say, "mean": say, "expected": say }),
    series: [
      line("peak", points(t, s.peak), variable("--p5"), { lineStyle: { width: 1, opacity: 0.8 } }),
      ...bandSeries(band(forecast), variable("--p2")),
      {
        ...line("mean", points(t, s.mean), variable("--p0")),
        markLine: { silent: true, symbol: "none", animation: false, label: { show: false }, data: mark(at, null) },
      },
    ],
  }));
}

/** Two courses of replicas beside each other. */
export function compared(one, runs) {
  const dashes = ["solid", [8, 3], [2.5, 2.5], [9, 3, 2, 3]];
  show(one, () => ({
    useUTC: true, animation: false, grid: { left: 46, right: 14, top: 12, bottom: 24 },
    xAxis: timeAxis(undefined, undefined), yAxis: valueAxis("replicas", axisNumber, { minInterval: 1 }),
    tooltip: tooltip(Object.fromEntries(runs.map((r) => [r.name, number]))),
    series: runs.map((r, i) => line(r.name, points(r.timeline, r.timeline.desired), variable("--p" + i), { step: "end", lineStyle: { type: dashes[i % 4], width: 2 } })),
  }));
}
