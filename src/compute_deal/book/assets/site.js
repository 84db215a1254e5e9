// A number's source shows on hover and on focus; the native tooltip would show on hover only.
document.addEventListener("DOMContentLoaded", () => {
  const tip = document.body.appendChild(document.createElement("div"));
  tip.className = "number-tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  const show = (event) => {
    const link = event.target.closest?.("a.number");
    if (!link) return;
    if (link.title) {
      link.dataset.tip = link.title.replaceAll(" | ", "\n");
      link.setAttribute("aria-description", link.title);
      link.removeAttribute("title");
    }
    if (!link.dataset.tip) return;
    tip.textContent = link.dataset.tip;
    tip.hidden = false;
    const box = link.getBoundingClientRect();
    const left = Math.min(Math.max(8, box.left), document.documentElement.clientWidth - tip.offsetWidth - 8);
    const above = box.top - tip.offsetHeight - 6;
    tip.style.left = `${left + scrollX}px`;
    tip.style.top = `${(above > 0 ? above : box.bottom + 6) + scrollY}px`;
  };
  const hide = () => { tip.hidden = true; };
  // On a touch screen the first tap tells the source, the second follows.
  let touched = false, told = null;
  document.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch"; }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.number");
    if (touched && link && told !== link) {
      event.preventDefault();
      show(event);
    } else if (!link) hide();
    told = link;
  });
  document.addEventListener("mouseover", show);
  document.addEventListener("mouseout", hide);
  document.addEventListener("focusin", show);
  document.addEventListener("focusout", hide);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

  const runsOn = (box) => {
    if (box.scrollWidth > box.clientWidth + 4) box.tabIndex = 0; // so that the keyboard can scroll it
    box.style.setProperty("--caption", `${box.querySelector("caption")?.offsetHeight ?? 0}px`);
    box.classList.toggle("runs-on", box.scrollWidth - box.scrollLeft > box.clientWidth + 4);
  };
  const sizes = new ResizeObserver((changes) => { for (const change of changes) runsOn(change.target); });
  const hint = (selector) => {
    for (const box of document.querySelectorAll(selector)) {
      box.addEventListener("scroll", () => runsOn(box), {passive: true});
      if (box.querySelector("table")) box.tabIndex = 0; // its width is not known before it is near
      sizes.observe(box);
    }
  };
  hint(".pst-scrollable-table-container, .formula, .highlight pre");

  for (const table of document.querySelectorAll("table.filterable")) {
    const rows = [...table.tBodies[0].rows];
    const box = document.createElement("input");
    const count = document.createElement("span");
    box.type = "search";
    box.placeholder = "Filter rows";
    box.setAttribute("aria-label", "Filter the rows of this table");
    count.className = "filter-count";
    count.setAttribute("aria-live", "polite");
    const bar = document.createElement("div");
    bar.className = "filter-bar";
    bar.append(box, count);
    const around = table.closest(".pst-scrollable-table-container");
    around.classList.add("has-filter");
    around.prepend(bar); // inside, where its place is kept, so that nothing moves
    const filter = () => {
      const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
        shown += !row.hidden;
      }
      count.textContent = `${shown} of ${rows.length} rows`;
    };
    box.addEventListener("input", filter);
    count.textContent = `${rows.length} rows`;
  }
});
