// Each chart's picture is on the page from the start. Where scripts run, the live chart takes its place,
// in the page's colours and at the page's width.
const DARK = {ink: "#e4e7ec", muted: "#a9b0bb", line: "#3a404a"};

function isDark() {
  return document.documentElement.dataset.theme === "dark";
}

function coloured(spec) {
  if (!isDark()) return spec;
  const config = structuredClone(spec.config);
  for (const axis of Object.values(config).filter((part) => part && typeof part === "object")) {
    if (axis.labelColor) axis.labelColor = DARK.ink;
    if (axis.titleColor) axis.titleColor = DARK.muted;
    if (axis.domainColor) axis.domainColor = DARK.muted;
    if (axis.tickColor) axis.tickColor = DARK.muted;
    if (axis.gridColor) axis.gridColor = DARK.line;
    if (axis.subtitleColor) axis.subtitleColor = DARK.muted;
  }
  config.title.color = config.text.color = DARK.ink;
  config.rule.color = DARK.muted;
  return {...spec, config};
}

// A legend that sets its own columns goes before the setting for all.
function inOneColumn(part) {
  for (const inner of Object.values(part).filter((value) => value && typeof value === "object")) {
    if (inner.legend?.columns) inner.legend.columns = 1;
    inOneColumn(inner);
  }
}

function fitted(spec) {
  if (innerWidth < 600) {
    spec = {...spec, config: {...spec.config, legend: {...spec.config.legend, columns: 1}}};
    for (const part of [spec.encoding, spec.layer]) if (part) inOneColumn(part);
  }
  return typeof spec.width === "number" ? {...spec, width: "container", autosize: {type: "fit-x", contains: "padding"}} : spec;
}

function keyboardLabels(place) {
  for (const input of place.querySelectorAll(".vega-bind input")) {
    input.setAttribute("aria-label", input.closest(".vega-bind").querySelector(".vega-bind-name").textContent.trim());
  }
}

// The page's columns go on moving after the window's last resize event, the only one that Vega listens to.
let settling;
const width = new ResizeObserver(() => {
  clearTimeout(settling);
  settling = setTimeout(() => dispatchEvent(new Event("resize")), 150);
});

async function draw(script) {
  const spec = JSON.parse(script.textContent);
  const place = script.nextElementSibling?.classList.contains("chart") ? script.nextElementSibling : document.createElement("div");
  const signals = place.chartView ? place.chartView.getState({signals: (name) => name.startsWith("set_"), data: () => false}).signals : {};
  place.className = "chart";
  script.after(place);
  const {view} = await vegaEmbed(place, fitted(coloured(spec)), {actions: false, renderer: "svg", ast: false});
  for (const [name, value] of Object.entries(signals)) view.signal(name, value);
  await view.runAsync();
  place.chartView = view;
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", spec.description);
  keyboardLabels(place);
  const picture = script.previousElementSibling;
  if (picture?.matches("img, svg")) picture.hidden = true;
  place.dataset.drawn = "true";
  width.observe(place);
}

// One drawing after another: two at once would measure the same place while it is empty.
const charts = [...document.querySelectorAll("script.vega-lite")];
let shown, drawing = Promise.resolve();
function drawAll() {
  drawing = drawing.then(async () => {
    if (shown === isDark()) return;
    shown = isDark();
    for (const chart of charts) await draw(chart);
  });
}
drawAll();
new MutationObserver(drawAll).observe(document.documentElement, {attributeFilter: ["data-theme"]});
