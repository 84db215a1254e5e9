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
  const plain = (word) => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  // How words begin that readers may look for and the report does not use, each with how its words for the same begin.
  const SAME = {
    "terminat": ["notice", "exit", "leav"], "cancellat": ["cancel", "notice"],
    "bankrupt": ["default"], "insolven": ["default"], "lawsuit": ["suit over", "injunction"]
  };
  const alike = (word) => [word, ...Object.entries(SAME).flatMap(([begin, others]) => (word.startsWith(begin) ? others : []))];
  const form = (word) => forms[word] ??= new RegExp(`(?<![\\p{L}\\d])(?:${alike(word).map(plain).join("|")})\\p{L}*`, "giu");
  const count = (text, word) => (text.match(form(word)) ?? []).length;
  // A paragraph is about what it begins with, and names more than once; a section about what its title names, from where it says so on.
  const weight = (text, named, wanted) => wanted.reduce((sum, word) =>
    sum + Math.min(3, count(text, word)) + 2 * Math.min(1, count(text.slice(0, 40), word)) + 0.1 * count(named, word), 0);
  function placeIn(title, texts, wanted) {
    const said = texts.map(([text]) => wanted.filter((word) => count(text, word)).length), most = Math.max(0, ...said);
    const first = most > 0 && wanted.every((word) => count(title, word));
    const values = texts.map(([text, named], at) => (said[at] < most ? 0 : first ? 1 : weight(text, named, wanted)));
    return values.indexOf(Math.max(...values));
  }

  function found({pages, sections}, query) {
    const wanted = words(query), hits = [];
    for (const [page, anchor, title, texts] of sections) {
      let score = 0;
      const whole = texts.map(([text]) => text).join(" "), about = texts.map(([, named]) => named).join(" ");
      if (!wanted.every((word) => count(title, word) + count(whole, word) + count(about, word))) continue;
      for (const word of wanted) score += 3 * Math.min(1, count(title, word)) + 8 * count(whole, word) / (8 + words(whole).length / 40 + count(whole, word)) + 0.2 * count(about, word);
      hits.push({address: pages[page], page, anchor, title, text: texts[placeIn(title, texts, wanted)]?.[0] ?? "", score: score * (/\/\d/.test(pages[page]) ? 2 : 1)});
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
      .filter((part) => part.closest("section") === section && !part.closest("table, details, .cell_input, .card-head"));
    const tip = (link) => link.title || (link.dataset.tip ?? "");
    const names = (part) => [...part.querySelectorAll("a.number")].map(tip).join(" ");
    const title = section.querySelector("h1, h2, h3, h4, h5, h6")?.textContent ?? "";
    const best = texts[placeIn(title, texts.map((part) => [part.textContent.trim(), names(part)]), wanted)] ?? section;
    const walker = document.createTreeWalker(best, NodeFilter.SHOW_TEXT), nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const word = wanted.find((one) => count(node.data, one));
      if (!word) continue;
      const [match] = node.data.match(form(word));
      const part = node.splitText(node.data.search(form(word)));
      part.splitText(match.length);
      const mark = document.createElement("mark");
      part.replaceWith(mark);
      mark.append(part);
    }
    if (!best.querySelector("mark")) for (const word of wanted) {
      for (const link of [...best.querySelectorAll("a.number")].filter((each) => count(tip(each), word))) {
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
