// Before anything is drawn: the theme that the reader chose. Without a choice the style sheet follows the system.
try {
  const mode = localStorage.getItem("mode");
  if (mode === "light" || mode === "dark") document.documentElement.dataset.theme = mode;
} catch { /* a page from a folder may have no storage */ }
document.documentElement.classList.add("scripts");
// Ahead of the style sheet, so that the typeface is there when text is drawn; a folder's pages may not fetch so.
if (location.protocol !== "file:") {
  const {root} = document.currentScript.dataset;
  for (const name of ["Regular", "SemiBold"]) {
    const link = Object.assign(document.createElement("link"), {rel: "preload", as: "font", type: "font/woff", crossOrigin: "", href: `${root}_static/fonts/Inter-${name}.woff`});
    document.head.append(link);
  }
}
