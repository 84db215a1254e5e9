// Before anything is drawn: the theme that the reader chose. Without a choice the style sheet follows the system.
try {
  const mode = localStorage.getItem("mode");
  if (mode === "light" || mode === "dark") document.documentElement.dataset.theme = mode;
} catch { /* a page from a folder may have no storage */ }
document.documentElement.classList.add("scripts");
