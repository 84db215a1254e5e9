// A chart is a picture until a reader touches it; then the live chart takes its place.
{
  const own = document.currentScript.dataset;
  const DARK = {"#2b2f36": "#e4e7ec", "#5f6570": "#a9b0bb", "#d9dce1": "#3a404a"}, PAGE = "#121212"; // as in figure_files.py
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => { const theme = document.documentElement.dataset.theme; return theme === "dark" || (theme === "auto" && system.matches); };
  const fetched = {};
  const load = (path) => fetched[path] ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    Object.assign(script, {src: `${own.root}_static/${path}`, onload: done, onerror: failed});
    document.head.append(script);
  });

  function coloured({datasets, ...spec}) {
    const shown = isDark() ? JSON.parse(JSON.stringify(spec, (key, value) => (key === "stroke" && value === "white" ? PAGE : DARK[value] ?? value))) : spec;
    return {...shown, datasets};
  }

  function shape({spec, narrow}) {
    if (innerWidth <= 520) spec = {...narrow, datasets: spec.datasets};
    return typeof spec.width === "number" ? {...spec, width: "container", autosize: {type: "fit-x", contains: "padding"}} : spec;
  }

  const inputs = (chart) => [...chart.querySelectorAll(".sliders input")];
  function say(input) {
    const said = `${input.value} ${input.dataset.unit}`.trim();
    input.nextElementSibling.value = said;
    input.setAttribute("aria-valuetext", said);
  }

  // What the chart says of the sliders stands in its picture; it is told here too. Its description is of them as first set.
  function tell(chart) {
    const place = chart.querySelector(".live"), {description} = window.figures[chart.dataset.name].spec;
    const moved = inputs(chart).some((input) => input.value !== input.defaultValue);
    place.setAttribute("aria-label", moved ? `As first set: ${description}` : description);
    const answer = chart.querySelector(".answer");
    if (!answer) return;
    const words = [...place.querySelectorAll(answer.dataset.from)].map((text) => text.textContent);
    answer.value = words.join(". ").replaceAll(",. ", ", ");
  }
  async function set(chart, moved) {
    await wake(chart);
    for (const input of moved) chart.chartView.signal(input.name, Number(input.value));
    await chart.chartView.runAsync();
    tell(chart);
  }

  async function draw(chart) {
    const {name} = chart.dataset;
    await Promise.all([load(own.vega), load(`figures/${name}.js`)]);
    chart.shownDark = isDark();
    const picture = chart.querySelector("picture");
    const place = document.createElement("div");
    place.className = "live";
    place.style.height = `${(chart.querySelector(".live") ?? picture).clientHeight}px`;
    chart.querySelector(".live")?.remove();
    picture.hidden = true;
    picture.after(place);
    const spec = shape(window.figures[name]);
    const {view} = await vegaEmbed(place, coloured(spec),
      {actions: false, renderer: "svg", ast: true, defaultStyle: false, tooltip: {disableDefaultStyle: true}});
    for (const input of inputs(chart)) view.signal(input.name, Number(input.value));
    await view.runAsync();
    place.style.height = "";
    place.setAttribute("role", "group");
    chart.chartView = view;
    tell(chart);
    chart.dataset.drawn = "true";
  }
  const wake = (chart) => chart.waking ??= draw(chart);

  function keep(chart) {
    const set = inputs(chart).filter((input) => input.value !== input.defaultValue);
    chart.querySelector(".reset").hidden = !set.length;
    const said = new URLSearchParams(location.search);
    for (const input of inputs(chart)) said.delete(input.id);
    for (const input of set) said.set(input.id, input.value);
    const search = said.size ? `?${said}` : "";
    try { history.replaceState(null, "", `${location.pathname}${search}${set.length ? `#${chart.dataset.name}` : location.hash}`); } catch { /* not from a folder */ }
  }

  const asked = new URLSearchParams(location.search);
  for (const chart of document.querySelectorAll(".chart[data-name]")) {
    for (const sign of ["pointerenter", "focusin", "touchstart", "wake"]) chart.addEventListener(sign, () => wake(chart), {passive: true});
    chart.addEventListener("input", (event) => {
      say(event.target);
      keep(chart);
      set(chart, [event.target]);
    });
    chart.querySelector(".reset")?.addEventListener("click", () => {
      chart.querySelector("form").reset();
      inputs(chart)[0].focus(); // the button goes
      inputs(chart).forEach(say);
      keep(chart);
      set(chart, inputs(chart));
    });
    const sent = inputs(chart).filter((input) => asked.has(input.id));
    for (const input of sent) { input.value = asked.get(input.id); say(input); }
    if (sent.length) { chart.querySelector(".reset").hidden = false; addEventListener("load", () => wake(chart)); }
  }

  // A page that is printed needs all its pictures, also those that were never on the screen: at a desk they come when all else is there.
  const fetchAll = () => { for (const picture of document.querySelectorAll("img[loading]")) picture.loading = "eager"; };
  addEventListener("beforeprint", fetchAll);
  if (innerWidth > 991) addEventListener("load", () => setTimeout(fetchAll, 2000));

  let settling;
  function redraw() {
    clearTimeout(settling);
    settling = setTimeout(() => {
      for (const chart of document.querySelectorAll(".chart[data-drawn]")) {
        if (chart.shownDark !== isDark()) chart.waking = chart.waking.then(() => draw(chart));
        else dispatchEvent(new CustomEvent("resize"));
      }
    }, 150);
  }
  new MutationObserver(redraw).observe(document.documentElement, {attributeFilter: ["data-theme", "class"]});
  system.addEventListener("change", redraw);
  let last = innerWidth;
  addEventListener("resize", (event) => { if (!(event instanceof CustomEvent) && innerWidth !== last) { last = innerWidth; setTimeout(redraw, 400); } });

  for (const menu of document.querySelectorAll(".figure-menu")) {
    const chart = menu.previousElementSibling;
    menu.querySelector(".as-png").addEventListener("click", async () => {
      await wake(chart);
      const link = Object.assign(document.createElement("a"), {download: `${chart.dataset.name}.png`});
      link.href = await chart.chartView.toImageURL("png", 2);
      link.click();
    });
    menu.querySelector("a[href^='#code-']")?.addEventListener("click", (event) => {
      document.getElementById(event.target.hash.slice(1)).closest("details")?.setAttribute("open", ""); // not every browser does
    });
    menu.addEventListener("toggle", async () => {
      if (!menu.open || menu.querySelector("table")) return;
      await load(`figures/${chart.dataset.name}.js`);
      const {tables} = window.figures[chart.dataset.name];
      if (!tables.length) return;
      const box = Object.assign(document.createElement("div"), {className: "chart-data", tabIndex: 0});
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", "Data of this figure");
      const word = (value) => typeof value === "number" ? value.toLocaleString("en", {maximumSignificantDigits: 6})
        : typeof value === "boolean" ? (value ? "yes" : "no") : String(value ?? "").replace("T00:00:00", "");
      for (const {look, heads, rows} of tables) {
        const table = box.appendChild(document.createElement("table"));
        table.createCaption().textContent = `Drawn as: ${look}${inputs(chart).length ? "; sliders as first set" : ""}`;
        const head = table.createTHead().insertRow();
        for (const text of heads) head.append(Object.assign(document.createElement("th"), {scope: "col", textContent: text}));
        for (const row of rows) { const line = table.insertRow(); for (const value of row) line.insertCell().textContent = word(value); }
      }
      menu.append(box);
    });
  }
}
