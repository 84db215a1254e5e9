// Search: the index comes when the search is opened; results are sections; one lands on the paragraph, marked.
{
  const {root} = document.currentScript.dataset;
  const dialog = document.getElementById("search");
  const [box, said, list] = ["input", "[role=status]", "ol"].map((part) => dialog.querySelector(part));
  let index;
  const open = () => {
    dialog.showModal();
    box.select();
    index ??= new Promise((done) => {
      const script = document.createElement("script");
      Object.assign(script, {src: `${root}_static/search-index.js`, onload: () => done(window.searchIndex)});
      document.head.append(script);
    });
  };
  // Words of two letters say nothing beside longer ones; a word is found where one begins with it: "lock", not "block".
  function words(text) {
    const all = text.toLowerCase().split(/\s+/).filter((word) => word.length > 1), long = all.filter((word) => word.length > 2);
    return long.length ? long : all;
  }
  const forms = {};
  const form = (word) => forms[word] ??= new RegExp(`(?<![\\p{L}\\d])${word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")}`, "giu");
  const count = (text, word) => (text.match(form(word)) ?? []).length;
  // A paragraph is about what it begins with, and names more than once.
  const weight = (text, named, wanted) => wanted.reduce((sum, word) =>
    sum + Math.min(3, count(text, word)) + 2 * Math.min(1, count(text.slice(0, 40), word)) + 0.1 * named(word), 0);

  function found({pages, sections}, query) {
    const wanted = words(query), hits = [];
    for (const [page, anchor, title, texts] of sections) {
      let score = 0, best = 0, at = -1;
      const whole = texts.map(([text]) => text).join(" "), about = texts.map(([, named]) => named).join(" ");
      if (!wanted.every((word) => count(title, word) + count(whole, word) + count(about, word))) continue;
      for (const word of wanted) score += 3 * Math.min(1, count(title, word)) + 8 * count(whole, word) / (8 + words(whole).length / 40 + count(whole, word)) + 0.2 * count(about, word);
      texts.forEach(([text, named], i) => {
        const value = weight(text, (word) => count(named, word), wanted);
        if (value > best) [best, at] = [value, i];
      });
      hits.push({address: pages[page], page, anchor, title, text: texts[at]?.[0] ?? "", score: score * (/\/\d/.test(pages[page]) ? 2 : 1)});
    }
    return hits.sort((a, b) => b.score - a.score).slice(0, 20);
  }

  async function show() {
    const query = box.value.trim(), known = await index;
    if (query !== box.value.trim()) return;
    const hits = words(query).length ? found(known, query) : [];
    said.textContent = words(query).length ? `${hits.length === 20 ? "The first 20" : hits.length} sections` : "";
    list.replaceChildren(...hits.map((hit) => {
      const item = document.createElement("li"), link = item.appendChild(document.createElement("a"));
      link.href = `${root}${hit.address}.html?find=${encodeURIComponent(query)}#${hit.anchor}`;
      link.textContent = hit.title;
      const where = Object.assign(document.createElement("span"), {className: "where", textContent: known.titles[hit.page]});
      const before = Math.max(0, hit.text.search(form(words(query)[0])) - 70), first = before && hit.text.indexOf(" ", before) + 1;
      const text = Object.assign(document.createElement("p"), {textContent: `${first ? "… " : ""}${hit.text.slice(first, first + 180)} …`});
      item.append(where, text);
      return item;
    }));
  }
  box.addEventListener("input", show);
  dialog.querySelector("form").addEventListener("submit", (event) => {
    if (event.submitter?.matches("[aria-label=Close]") && event.submitter === document.activeElement) return;
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog || event.target.closest("a")) dialog.close(); });
  for (const button of document.querySelectorAll(".search-button__button")) button.addEventListener("click", open);
  addEventListener("keydown", (event) => { if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); open(); } });

  function land() {
    const query = new URLSearchParams(location.search).get("find");
    const section = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!query || !section) return;
    if (section.querySelector("mark")) { section.querySelector("mark").scrollIntoView({block: "center"}); return; }
    const wanted = words(query);
    const texts = [...section.querySelectorAll("p, li, dd, dt, figcaption")]
      .filter((part) => part.closest("section") === section && !part.closest("table, details, .cell_input"));
    const named = (part, word) => [...part.querySelectorAll("a.number")].filter((link) => count(link.title || (link.dataset.tip ?? ""), word));
    const value = (part) => weight(part.textContent.trim(), (word) => named(part, word).length, wanted);
    const best = texts.reduce((a, b) => (value(b) > value(a) ? b : a), texts[0] ?? section);
    const walker = document.createTreeWalker(best, NodeFilter.SHOW_TEXT), nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const word = wanted.find((one) => count(node.data, one));
      if (!word) continue;
      const part = node.splitText(node.data.search(form(word)));
      part.splitText(word.length);
      const mark = document.createElement("mark");
      part.replaceWith(mark);
      mark.append(part);
    }
    if (!best.querySelector("mark")) for (const word of wanted) {
      for (const link of named(best, word)) {
        const mark = document.createElement("mark");
        link.replaceWith(mark);
        mark.append(link);
      }
    }
    best.scrollIntoView({block: "center"});
  }
  land();
  addEventListener("load", land, {once: true});
}
