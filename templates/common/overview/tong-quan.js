// Lọc và tìm trên trang tổng quan. Không có đoạn này trang vẫn đọc và in được đầy đủ.
(() => {
  "use strict";
  const NAMES = ["tim", "muc", "khoi", "tinh-trang", "quy-tac"];
  const byId = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  // Gõ có dấu hay không dấu đều tìm được: so sánh phần chữ không dấu.
  const bare = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase().replace(/\s+/g, " ");

  const form = byId("loc");
  const fields = Object.fromEntries(NAMES.map((name) => [name, byId(name)]));
  const boxes = new Map(all(".hop").map((box) => [box.id, box]));
  const rows = new Map(all("[data-cho]").map((row) => [row.dataset.cho, row]));
  const rules = all(".quy-tac [data-ma]");
  const places = [...new Set([...rows.keys(), ...boxes.keys()])].map((id) => {
    const row = rows.get(id), box = boxes.get(id);
    const head = [row, box && box.querySelector("summary"), ...(box ? all(".tep", box) : [])];
    return {
      id, row, box,
      group: (row || box).dataset.khoi,
      standing: (row || box).dataset.tinhTrang.split(" "),
      head: bare(head.map((part) => (part ? part.textContent : "")).join(" ")),
      points: box ? all("tr[data-muc]", box).map((line) => ({
        line, severity: line.dataset.muc, rule: line.dataset.ma, count: Number(line.dataset.so), text: bare(line.textContent),
      })) : [],
    };
  });
  const units = places.filter((place) => place.row);

  function wanted() {
    const state = Object.fromEntries(NAMES.map((name) => [name, fields[name].value]));
    return { ...state, words: bare(state.tim).trim() };
  }

  function points(place, want) {
    const named = place.head.includes(want.words);
    return place.points.filter((point) => (!want.muc || point.severity === want.muc)
      && (!want["quy-tac"] || point.rule === want["quy-tac"])
      && (named || point.text.includes(want.words)));
  }

  function apply() {
    const want = wanted();
    const narrowed = Boolean(want.muc || want["quy-tac"]);
    const active = narrowed || Boolean(want.words || want.khoi || want["tinh-trang"]);
    const found = new Map();
    let shownUnits = 0, shownFiles = 0, shownPoints = 0;
    for (const place of places) {
      const here = (!want.khoi || place.group === want.khoi) && (!want["tinh-trang"] || place.standing.includes(want["tinh-trang"]));
      const hits = here ? points(place, want) : [];
      const named = place.head.includes(want.words);
      const shown = here && (hits.length > 0 || (named && !narrowed));
      const seen = new Set(hits);
      for (const point of place.points) point.line.hidden = !seen.has(point);
      if (place.row) place.row.hidden = !shown;
      if (place.box) {
        place.box.hidden = !hits.length && !(shown && !place.points.length);
        for (const table of all("table.diem", place.box)) {
          const empty = !table.querySelector("tr[data-muc]:not([hidden])");
          table.hidden = empty;
          table.previousElementSibling.hidden = empty;
        }
        if (active && !place.box.hidden) place.box.open = Boolean(narrowed || want.words);
      }
      if (shown && place.row) shownUnits += 1;
      if (shown && !place.row) shownFiles += 1;
      for (const point of hits) {
        shownPoints += point.count;
        const rule = found.get(point.rule) || { places: new Set(), count: 0 };
        rule.places.add(place.id);
        rule.count += point.count;
        found.set(point.rule, rule);
      }
    }
    for (const row of rules) {
      const rule = found.get(row.dataset.ma);
      row.hidden = !rule;
      if (!rule) continue;
      row.querySelector("[data-cot=noi]").textContent = rule.places.size;
      row.querySelector("[data-cot=so]").textContent = rule.count;
      for (const link of all(".noi-mac a", row)) link.classList.toggle("ngoai", !rule.places.has(link.hash.slice(1)));
    }
    for (const section of ["cac-diem", "tep-khac"].map(byId).filter(Boolean)) {
      section.hidden = active && !section.querySelector(".hop:not([hidden])");
    }
    const rulesSection = byId("theo-quy-tac");
    if (rulesSection) rulesSection.hidden = active && !found.size;
    form.classList.toggle("dang-loc", active);
    byId("dang-hien").textContent = describe(want, active, shownUnits, shownFiles, shownPoints);
  }

  function describe(want, active, shownUnits, shownFiles, shownPoints) {
    const chosen = NAMES.filter((name) => name !== "tim" && want[name]).map((name) => fields[name].selectedOptions[0].textContent);
    if (want.tim.trim()) chosen.unshift(`“${want.tim.trim()}”`);
    const files = shownFiles ? ` và ${shownFiles} tệp chưa xác định được đơn vị` : "";
    const lead = active ? `Đang lọc ${chosen.join(", ")}: ` : "";
    return `${lead}${shownUnits}/${units.length} đơn vị${files}, ${shownPoints} điểm.`;
  }

  function fill(hash) {
    const given = new URLSearchParams(hash);
    for (const name of NAMES) {
      fields[name].value = given.get(name) || "";
      if (fields[name].selectedIndex === -1) fields[name].value = "";
    }
  }

  function remember() {
    const given = new URLSearchParams(NAMES.filter((name) => fields[name].value).map((name) => [name, fields[name].value]));
    history.replaceState(null, "", `#${given}`);
    apply();
  }

  function show(id) {
    const target = byId(id);
    if (!target) return;
    if (target.closest("[hidden]")) { fill(""); apply(); }
    if (target.tagName === "DETAILS") target.open = true;
    target.scrollIntoView();
  }

  function follow() {
    const hash = location.hash.slice(1);
    if (hash.includes("=") || !hash) {
      fill(hash);
      apply();
      if (hash) form.scrollIntoView();
    } else {
      show(hash);
    }
  }

  function openAll(open) {
    for (const box of boxes.values()) if (!box.hidden) box.open = open;
    byId("mo").textContent = open ? "Đóng tất cả" : "Mở tất cả";
    byId("mo").setAttribute("aria-expanded", String(open));
  }

  for (const link of all("[data-loc]")) link.href = `#${link.dataset.loc || "tim="}`;
  for (const name of NAMES) fields[name].addEventListener("input", remember);
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("bo-loc").addEventListener("click", () => { fill(""); openAll(false); remember(); });
  byId("mo").addEventListener("click", () => openAll(byId("mo").getAttribute("aria-expanded") !== "true"));
  addEventListener("hashchange", follow);

  // Khi in, mọi phần đang hiện đều mở ra; in xong trở lại như trước.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    for (const part of closed) part.open = true;
  });
  addEventListener("afterprint", () => { for (const part of closed) part.open = false; });

  form.hidden = false;
  for (const part of all("details")) part.open = false;
  apply();
  if (location.hash) follow();
})();
