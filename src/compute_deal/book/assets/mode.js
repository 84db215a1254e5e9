// Before anything is drawn: the theme that the reader chose. Without a choice the style sheet follows the system.
try {
  const mode = localStorage.getItem("mode");
  if (mode === "light" || mode === "dark") document.documentElement.dataset.theme = mode;
} catch { /* a page from a folder may have no storage */ }
document.documentElement.classList.add("scripts");
// Ahead of the style sheet, so that the typeface is there when text is drawn; a folder's pages may not fetch so, and get it later.
{
  const {root} = document.currentScript.dataset;
  for (const [name, weight] of [["Regular", "400"], ["SemiBold", "600 700"]]) {
    const href = `${root}_static/fonts/Inter-${name}.woff`;
    if (location.protocol === "file:") new FontFace("Inter", `url(${href})`, {weight}).load().then((face) => document.fonts.add(face), () => {});
    else document.head.append(Object.assign(document.createElement("link"), {rel: "preload", as: "font", type: "font/woff", crossOrigin: "", href}));
  }
}
