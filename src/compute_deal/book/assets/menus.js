// The theme switch, and the two menus that are dialogues on narrow screens.
{
  const page = document.documentElement;
  for (const button of document.querySelectorAll(".theme-switch-button")) {
    button.addEventListener("click", () => {
      page.dataset.theme = {auto: "light", light: "dark", dark: "auto"}[page.dataset.theme];
      try { localStorage.setItem("mode", page.dataset.theme); } catch { /* no storage */ }
    });
  }
  for (const side of ["primary", "secondary"]) {
    const dialog = document.getElementById(`pst-${side}-sidebar-modal`);
    const bar = document.getElementById(`pst-${side}-sidebar`);
    for (const button of document.querySelectorAll(`.${side}-toggle`)) {
      button.setAttribute("aria-label", side === "primary" ? "Chapters" : "Contents of this page");
      button.addEventListener("click", () => {
        if (bar.checkVisibility()) { page.classList.toggle(`no-${side}`); return; }
        if (page.classList.contains(`no-${side}`)) { page.classList.remove(`no-${side}`); return; }
        dialog.append(...bar.childNodes);
        dialog.showModal();
      });
    }
    dialog?.addEventListener("close", () => bar.append(...dialog.childNodes));
    dialog?.addEventListener("click", (event) => { if (event.target === dialog || event.target.closest("a")) dialog.close(); });
  }
}
