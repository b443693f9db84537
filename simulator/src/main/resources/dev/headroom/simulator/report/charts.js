// Charts on one time axis. Each draws only what is in the visible range, so that zooming stays smooth.
const GRID = { top: 32, bottom: 26, right: 60 };
const DASHES = ["solid", [8, 3], [2.5, 2.5], [9, 3, 2, 3], [5, 3], [12, 3], [1.5, 3], [6, 2, 2, 2, 2, 2]];
const MOST_POINTS = 2400;
const CROWD = 700;

/** What is shown: the visible range, the policies, the one whose decisions are marked, the pinned decision. */
const view = { from: 0, to: 1, whole: [0, 1], shown: new Set(), focus: 0, pinned: null, charts: [], touch: false };

/** Columns get an end: the last stretch is as long as the one before. */
function prepare(policy) {
  const n = policy.t.length;
  policy.end = n === 0 ? 0 : n === 1 ? data.trace.length : policy.t[n - 1] + (policy.t[n - 1] - policy.t[n - 2]);
  // Means and extremes: only the mean need may be held against the mean of what was ready.
  const lengths = policy.t.map((t, i) => ((i + 1 < n ? policy.t[i + 1] : policy.end) - t) / 1000);
  policy.failedRate = policy.failed.map((f, i) => (f === null || !(lengths[i] > 0) ? null : f / lengths[i]));
  let sum = 0;
  policy.spent = policy.cost.map((c) => (c === null ? null : (sum += c)));
  const short = policy.ready.map((r, i) => (r === null ? 0 : Math.max(0, (policy.meanNeed[i] ?? 0) - r)));
  // Only where something is short, and the point after it, which ends the step.
  const matters = short.map((v, i) => v > 0 || (i > 0 && short[i - 1] > 0));
  policy.short = short.map((v, i) => (matters[i] ? v : null));
  policy.covered = policy.ready.map((r, i) => (matters[i] && r !== null ? Math.min(r, policy.meanNeed[i] ?? r) : null));
}

/** Points of a column within the range, with one more on each side so that lines reach the edges. */
function slice(policy, column, positiveOnly) {
  const t = policy.t;
  const values = policy[column];
  const first = Math.max(0, lastAtMost(t, view.from));
  const out = [];
  for (let i = first; i < t.length; i++) {
    const v = values[i];
    out.push([data.start + Math.max(t[i], view.from), v === null || (positiveOnly && v <= 0) ? "-" : v]);
    if (t[i] > view.to) return out;
  }
  if (t.length > 0 && policy.end >= view.from) out.push([data.start + policy.end, out.length ? out[out.length - 1][1] : "-"]);
  return out;
}

/** The trace within the range; where there are too many buckets, the lowest and highest of each group. */
function demand(begin = view.from, end = view.to, most = MOST_POINTS) {
  const { rate, bucket } = data.trace;
  const from = Math.max(0, Math.floor(begin / bucket));
  const to = Math.min(rate.length, Math.ceil(end / bucket) + 1);
  const group = Math.max(1, Math.ceil((2 * (to - from)) / most));
  const out = [];
  const push = (i) => out.push([data.start + Math.max(i * bucket, begin), rate[i] ?? "-"]);
  for (let i = from; i < to; i += group) {
    let low = i;
    let high = i;
    for (let j = i + 1; j < Math.min(to, i + group); j++) {
      if (rate[j] < rate[low]) low = j;
      if (rate[j] > rate[high]) high = j;
    }
    push(Math.min(low, high));
    if (low !== high) push(Math.max(low, high));
  }
  if (to === rate.length && to > from) out.push([data.start + to * bucket, rate[to - 1] ?? "-"]);
  return out;
}

function line(p, column, positiveOnly) {
  const policy = data.policies[p];
  const points = slice(policy, column, positiveOnly);
  // Dashes of a crowded line are noise.
  const crowded = points.length > CROWD;
  return {
    id: column + p, name: policy.name, type: "line", step: "end", symbol: "none", silent: true, animation: false,
    data: points, z: p === view.focus ? 4 : 3,
    lineStyle: { color: variable("--p" + (p % 8)), width: (p === view.focus ? 2.4 : 1.8) - (crowded ? 0.8 : 0), type: crowded ? "solid" : DASHES[p % 8], opacity: crowded ? 0.8 : 1 },
  };
}

const shownPolicies = () => data.policies.map((_, p) => p).filter((p) => view.shown.has(p) && data.policies[p].t.length > 0);
const some = (column) => data.policies.some((p) => p[column].some((v) => v > 0));

function policyLegend(column, say) {
  return shownPolicies().map((p) => ({
    key: "p" + (p % 8), name: data.policies[p].name, value: (t) => say(at(data.policies[p], column, t)),
  }));
}

function at(policy, column, t) {
  const i = lastAtMost(policy.t, t);
  return i < 0 || t > policy.end ? null : policy[column][i];
}

/** A logarithmic axis helps when values span more than two orders of magnitude. */
function spansFar(column) {
  let low = Infinity;
  let high = 0;
  for (const p of data.policies) {
    for (const v of p[column]) {
      if (v > 0) {
        low = Math.min(low, v);
        high = Math.max(high, v);
      }
    }
  }
  return high > 100 * low;
}

const DEFINITIONS = [
  {
    id: "demand", title: "Demand", unit: "arrivals per second", say: number, strip: true,
    legend: () => [{ key: "needed", area: true, name: "arrivals/s", value: (t) => number(data.trace.rate[Math.floor(t / data.trace.bucket)]) }],
    series: () => [{
      id: "rate", type: "line", step: "end", symbol: "none", silent: true, animation: false, data: demand(),
      lineStyle: { color: variable("--need"), width: 1.2 }, areaStyle: { color: variable("--need-fill") },
    }],
  },
  {
    id: "capacity", title: "Capacity", unit: "replicas", say: number, tall: true,
    legend: () => [
      { key: "needed", area: true, name: "needed", value: (t) => number(at(data.policies[view.focus], "needed", t)) },
      ...policyLegend("ready", number).map((l) => ({ ...l, name: l.name + " ready" })),
      { key: "desired", name: data.policies[view.focus].name + " desired", value: (t) => number(desiredAt(data.policies[view.focus], t)) },
      { key: "short", area: true, name: data.policies[view.focus].name + " short of need", value: (t) => number(at(data.policies[view.focus], "short", t)) },
    ],
    series: () => {
      const policy = data.policies[view.focus];
      const wanted = desired(policy);
      const area = { type: "line", step: "end", symbol: "none", silent: true, animation: false };
      return [
        { ...area, id: "needed", data: slice(policy, "needed"), z: 1, lineStyle: { color: variable("--need"), width: 1 }, areaStyle: { color: variable("--need-fill") } },
        { ...area, id: "covered", stack: "short", data: slice(policy, "covered"), z: 2, lineStyle: { width: 0, opacity: 0 } },
        { ...area, id: "short", stack: "short", data: slice(policy, "short"), z: 2, lineStyle: { width: 0, opacity: 0 }, areaStyle: { color: variable("--short") } },
        ...shownPolicies().map((p) => line(p, "ready")),
        { ...area, id: "desired", data: wanted, z: 5, lineStyle: { color: variable("--ink"), width: 1, opacity: wanted.length > CROWD ? 0.15 : 0.6 } },
        marks(),
      ];
    },
  },
  {
    id: "latency", title: data.objective.deadline ? "Time from arrival to done, p95" : "Response time, p95", unit: "time", say: seconds, canLog: true, log: spansFar("p95"), when: () => some("p95"),
    legend: () => [
      ...policyLegend("p95", seconds),
      ...(data.objective.seconds === null ? [] : [{ key: "limit", name: data.objective.label }]),
    ],
    series: (log) => [
      ...shownPolicies().map((p) => line(p, "p95", log)),
      ...(data.objective.seconds === null ? [] : [{
        id: "limit", type: "line", symbol: "none", silent: true, animation: false, z: 6,
        data: [[data.start + view.from, data.objective.seconds], [data.start + view.to, data.objective.seconds]],
        lineStyle: { color: variable("--bad"), width: 1.5, type: [5, 4] },
      }]),
    ],
  },
  {
    id: "backlog", title: "Waiting", unit: "requests or items, most in the stretch", say: number, canLog: true, log: false, when: () => some("backlog"),
    legend: () => policyLegend("backlog", number),
    series: (log) => shownPolicies().map((p) => line(p, "backlog", log)),
  },
  {
    id: "failed", title: "Rejected and timed out", unit: "per second", say: number, when: () => some("failed"),
    legend: () => policyLegend("failedRate", number),
    series: () => shownPolicies().map((p) => line(p, "failedRate")),
  },
  {
    id: "cost", title: "Cost so far", unit: (data.currency || "money") + ", before the billing rounds up", say: number, when: () => some("cost"),
    legend: () => policyLegend("spent", number),
    series: () => shownPolicies().map((p) => line(p, "spent")),
  },
];

const small = () => window.innerWidth < 720;
const gridLeft = () => (small() ? 46 : 62);

/** The overview under the first chart: the whole demand, with a slider that shows and moves the range. */
function overview(main, soft, rule) {
  const [begin, end] = view.whole;
  const percent = (t) => ((t - begin) / (end - begin)) * 100;
  const place = { left: gridLeft(), right: GRID.right, bottom: 8, height: 26 };
  const shade = { lineStyle: { color: variable("--need"), opacity: 0.8 }, areaStyle: { color: variable("--need-fill"), opacity: 1 } };
  view.overview ??= demand(begin, end, 1200);
  return {
    ...main,
    grid: [main.grid, { ...place, show: false }],
    xAxis: [main.xAxis, { type: "time", gridIndex: 1, show: false, min: data.start + begin, max: data.start + end }],
    yAxis: [main.yAxis, { gridIndex: 1, show: false }],
    series: [...main.series, { id: "overview", type: "line", xAxisIndex: 1, yAxisIndex: 1, silent: true, symbol: "none", animation: false, lineStyle: { opacity: 0 }, data: view.overview }],
    dataZoom: [{
      ...place, type: "slider", xAxisIndex: 1, filterMode: "none", start: percent(view.from), end: percent(view.to), realtime: true,
      showDetail: false, brushSelect: false, borderColor: rule, fillerColor: variable("--filler"), dataBackground: shade, selectedDataBackground: shade,
      handleStyle: { color: variable("--panel"), borderColor: soft }, moveHandleStyle: { color: soft, opacity: 0.5 }, handleSize: "110%", moveHandleSize: 6,
      emphasis: { handleStyle: { borderColor: variable("--accent") }, moveHandleStyle: { color: variable("--accent") } },
    }],
  };
}

function option(chart) {
  const d = chart.definition;
  const soft = variable("--soft");
  const rule = variable("--line");
  const label = { color: soft, fontSize: small() ? 11 : 12, hideOverlap: true };
  const main = {
    animation: false, useUTC: true, backgroundColor: "transparent",
    textStyle: { fontFamily: variable("--font") },
    grid: { ...GRID, left: gridLeft(), bottom: d.strip ? 70 : GRID.bottom, outerBoundsMode: "none" },
    xAxis: {
      type: "time", min: data.start + view.from, max: data.start + view.to, splitNumber: small() ? 4 : 9,
      name: "UTC", nameGap: 28, nameTextStyle: { color: soft, fontSize: small() ? 11 : 12, verticalAlign: "top", padding: [8, 0, 0, 0] },
      axisLine: { lineStyle: { color: rule }, onZero: false }, axisTick: { lineStyle: { color: rule } }, splitLine: { show: true, lineStyle: { color: rule, opacity: 0.5 } },
      axisLabel: { ...label, formatter: { year: "{yyyy}", month: "{d} {MMM}", day: "{d} {MMM}", hour: "{HH}:{mm}", minute: "{HH}:{mm}", second: "{HH}:{mm}:{ss}" } },
    },
    yAxis: {
      type: d.canLog && chart.log ? "log" : "value", scale: false, min: d.canLog && chart.log ? undefined : 0, splitNumber: d.tall ? 5 : 3,
      name: d.unit, nameTextStyle: { color: soft, align: "left", padding: [0, 0, 0, 8 - gridLeft()], fontSize: small() ? 11 : 12 }, nameGap: 14, boundaryGap: [0, "6%"],
      axisLabel: { ...label, formatter: d.say === seconds ? seconds : axisNumber },
      axisLine: { show: false }, axisTick: { show: false }, splitLine: { lineStyle: { color: rule } },
    },
    tooltip: {
      trigger: "item", confine: true, appendTo: "body", backgroundColor: variable("--panel"), borderColor: rule,
      textStyle: { color: variable("--ink"), fontSize: 13 }, className: "tip", extraCssText: "white-space: normal;", enterable: false, transitionDuration: 0,
      formatter: (item) => (item.seriesId === "marks" ? tip(item.data.decision) : ""),
    },
    series: d.series(d.canLog && chart.log),
  };
  if (d.say === seconds && !chart.log) Object.assign(main.yAxis, secondsAxis(largest(main.series)));
  return d.strip ? overview(main, soft, rule) : main;
}
