"use strict";
// Adds to a page that is whole without it: values under the pointer, the way from a point to its
// sentences, a choice of countries, and search. It asks for nothing and keeps nothing.
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const say = (text) => words[text] || text;
  const language = document.documentElement.lang;
  const SVG = "http://www.w3.org/2000/svg";

  const make = (name, attributes, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };
  const draw = (name, attributes, text) => {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const percent = (share) => new Intl.NumberFormat(language, {
    style: "percent", maximumFractionDigits: share > 0 && share < 0.0995 ? 1 : 0,
  }).format(share);
  const whole = (count) => new Intl.NumberFormat(language).format(count);

  // --- values under the pointer or the arrow keys ---
  const tip = make("div", { class: "tip", role: "status", hidden: "" });
  document.body.append(tip);

  const showTip = (mark) => {
    const [first, ...rest] = mark.dataset.tip.split(" · ");
    tip.replaceChildren(make("b", {}, first), rest.join(" · "));
    if (mark.dataset.href) tip.append(make("i", {}, say("Open the sentences")));
    tip.hidden = false;
    const box = mark.getBoundingClientRect();
    const own = tip.getBoundingClientRect();
    const left = Math.min(
      Math.max(8, box.left + box.width / 2 - own.width / 2),
      document.documentElement.clientWidth - own.width - 8,
    );
    const above = box.top - own.height - 8;
    tip.style.left = `${left + scrollX}px`;
    tip.style.top = `${(above > 4 ? above : box.bottom + 8) + scrollY}px`;
  };
  const hideTip = () => { tip.hidden = true; };

  const enliven = (drawing) => {
    if (!drawing.querySelector("[data-tip]")) return;
    drawing.classList.add("live");
    let at = null;
    const marks = () => [...drawing.querySelectorAll("[data-tip]")]
      .filter((mark) => mark.getClientRects().length);
    const goTo = (mark) => {
      if (at) at.classList.remove("at");
      at = mark;
      if (mark) { mark.classList.add("at"); showTip(mark); } else hideTip();
    };
    drawing.addEventListener("pointerover", (event) => {
      const mark = event.target.closest("[data-tip]");
      if (mark) showTip(mark);
    });
    drawing.addEventListener("pointerout", hideTip);
    let touched = null;
    drawing.addEventListener("click", (event) => {
      const mark = event.target.closest("[data-href]");
      // A finger cannot hover: its first touch shows the value, its second opens the sentences.
      const isFirst = event.pointerType === "touch" && touched !== mark;
      touched = mark;
      if (mark && !isFirst) location.href = mark.dataset.href;
    });
    drawing.tabIndex = 0;
    drawing.setAttribute("aria-description", say("Arrow keys go from point to point."));
    drawing.addEventListener("blur", () => goTo(null));
    drawing.addEventListener("keydown", (event) => {
      const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
      const all = marks();
      if (event.key in steps && all.length) {
        const place = all.indexOf(at) + steps[event.key];
        goTo(all[(place + all.length) % all.length]);
      } else if (event.key === "Enter" && at && at.dataset.href) {
        location.href = at.dataset.href;
      } else if (event.key === "Escape") {
        goTo(null);
      } else return;
      event.preventDefault();
    });
  };
  document.querySelectorAll(".drawing").forEach(enliven);
  document.addEventListener("scroll", hideTip, { passive: true });

  // --- a choice of country, kind and language: counts are added up and drawn anew ---
  const choice = (label, all, options) => {
    const select = make("select", {}, make("option", { value: "" }, all));
    options.forEach(([, name], place) => select.append(make("option", { value: place }, name)));
    return [select, make("label", {}, label, select)];
  };

  const wilson = (count, total) => {
    const z = 1.959964, share = count / total;
    const middle = share + (z * z) / (2 * total);
    const half = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
    const under = 1 + (z * z) / total;
    return [Math.max(0, (middle - half) / under), Math.min(1, (middle + half) / under)];
  };

  const addUp = (cells, width, chosen) => {
    const years = new Map();
    for (const [country, kind, lang, year, documents, sentences, claims] of cells) {
      const place = [country, kind, lang];
      if (chosen.some((value, at) => value !== "" && Number(value) !== place[at])) continue;
      const sum = years.get(year) || { year, documents: 0, sentences: 0, claims: Array(width).fill(0) };
      sum.documents += documents;
      sum.sentences += sentences;
      claims.forEach((count, code) => { sum.claims[code] += count; });
      years.set(year, sum);
    }
    return [...years.values()].filter((sum) => sum.sentences).sort((a, b) => a.year - b.year);
  };

  const drawPanel = (data, code, sums, frame, country) => {
    const { left, top, width, height, first, last, most } = frame;
    const group = draw("g", { transform: `translate(${left},${top})` });
    const x = (year) => (last === first ? width / 2 : ((year - first) / (last - first)) * width);
    const y = (share) => height - (Math.min(share, most) / most) * height;
    group.append(draw("text", { x: 0, y: -8, "font-size": 12, "font-weight": "bold", fill: "var(--ink)" }, data.labels[code]));
    for (const part of [0, 0.5, 1]) {
      const level = y(most * part);
      group.append(draw("line", { x1: 0, x2: width, y1: level, y2: level, stroke: "var(--rule)" }));
      if (frame.hasAxis) group.append(draw("text", { x: -6, y: level + 4, "text-anchor": "end", "font-size": 11, fill: "var(--muted)" }, percent(most * part)));
    }
    for (const year of new Set([first, last])) {
      group.append(draw("text", { x: x(year), y: height + 16, "text-anchor": first === last ? "middle" : year === first ? "start" : "end", "font-size": 11, fill: "var(--muted)" }, String(year)));
    }
    const points = sums.map((sum) => ({ ...sum, count: sum.claims[code], share: sum.claims[code] / sum.sentences }));
    let stretch = [];
    const closeStretch = () => {
      if (stretch.length > 1) group.append(draw("polyline", { points: stretch.map((p) => `${x(p.year)},${y(p.share)}`).join(" "), fill: "none", stroke: "var(--talk)", "stroke-width": 1.8 }));
      stretch = [];
    };
    for (const point of points) {
      if (stretch.length && point.year !== stretch[stretch.length - 1].year + 1) closeStretch();
      stretch.push(point);
    }
    closeStretch();
    for (const point of points) {
      const [low, high] = wilson(point.count, point.sentences);
      group.append(draw("line", { x1: x(point.year), x2: x(point.year), y1: y(low), y2: y(high), stroke: "var(--talk)", "stroke-opacity": 0.35, "stroke-width": 3 }));
      const basis = say("of {b} sentences").replace("{b}", whole(point.sentences));
      const dot = draw("circle", {
        cx: x(point.year), cy: y(point.share), r: 3.2, stroke: "var(--talk)", "stroke-width": 1.4,
        fill: point.documents < data.few_documents ? "var(--paper)" : "var(--talk)",
        "data-tip": [data.labels[code], point.year, `${percent(point.share)} (${percent(low)}–${percent(high)})`, `${whole(point.count)} ${basis}`, `${say("documents")}: ${whole(point.documents)}`].join(" · "),
      });
      const pages = data.pages[data.codes[code]];
      if (pages && point.year === data.year && pages[country]) dot.dataset.href = pages[country];
      group.append(dot);
    }
    return group;
  };

  // Up to a number whose half can be read too.
  const roundUp = (share) => {
    const unit = 10 ** Math.floor(Math.log10(share));
    return Math.min(1, [1, 2, 4, 6, 8, 10].find((step) => step * unit >= share) * unit);
  };

  const drawPanels = (data, sums, room, country) => {
    const columns = room < 520 ? 2 : data.codes.length > 6 ? 5 : 4;
    const margin = 40, edge = 8, gap = 20, height = 84, row = 140;
    const width = (room - margin - edge - gap * (columns - 1)) / columns;
    const rows = Math.ceil(data.codes.length / columns);
    const shares = sums.flatMap((sum) => sum.claims.map((count) => (
      sum.documents < data.few_documents ? count / sum.sentences : wilson(count, sum.sentences)[1])));
    const most = roundUp(Math.max(0.01, ...shares));
    const years = data.cells.map((cell) => cell[3]);
    const svg = draw("svg", { viewBox: `0 0 ${room} ${rows * row}`, width: room, height: rows * row, "aria-hidden": "true" });
    data.codes.forEach((_, code) => svg.append(drawPanel(data, code, sums, {
      left: margin + (code % columns) * (width + gap), top: 24 + Math.floor(code / columns) * row,
      width, height, first: Math.min(...years), last: Math.max(...years), most, hasAxis: code % columns === 0,
    }, country)));
    return svg;
  };

  document.querySelectorAll("[data-explorer]").forEach((panel) => {
    const data = JSON.parse(document.getElementById(panel.dataset.explorer).textContent);
    const drawn = panel.parentElement.querySelector(".drawing");
    const own = make("div", { class: "drawing", role: "img" });
    const note = make("p", { class: "chosen", role: "status" });
    own.hidden = true;
    drawn.after(own, note);
    const parts = [
      choice(say("Country"), say("All countries"), data.countries),
      choice(say("Kind"), say("All kinds of document"), data.kinds),
      choice(say("Language"), say("All languages"), data.languages),
    ];
    const redraw = () => {
      const chosen = parts.map(([select]) => select.value);
      const isAll = chosen.every((value) => value === "");
      drawn.hidden = !isAll;
      own.hidden = isAll;
      note.textContent = "";
      if (isAll) return;
      const sums = addUp(data.cells, data.codes.length, chosen);
      if (!sums.length) {
        own.replaceChildren();
        note.textContent = say("No sentence in scope for this choice.");
        return;
      }
      // The evidence is by code and country; a kind or a language alone has no page of its own.
      const country = chosen[1] || chosen[2] ? null : data.countries[Number(chosen[0])][0];
      own.replaceChildren(drawPanels(data, sums, Math.max(320, panel.clientWidth), country));
      own.setAttribute("aria-label", parts.map(([select]) => select.selectedOptions[0].text).join(", "));
      note.textContent = say("Hollow: fewer than three documents. Bars: Wilson’s 95% intervals, too narrow where sentences resemble each other.");
      enliven(own);
    };
    for (const [select, label] of parts) {
      if (select.options.length > 2) panel.append(label);
      select.addEventListener("change", redraw);
    }
    panel.hidden = false;
  });

  // --- search within a page of evidence ---
  const finder = document.querySelector("[data-finder]");
  const claims = [...document.querySelectorAll(".claim")];
  if (finder && claims.length) {
    const fold = (text) => text.toLocaleLowerCase(language).normalize("NFC");
    const texts = claims.map((claim) => {
      const group = claim.closest(".source-group").querySelector(".document");
      return fold(`${claim.textContent} ${group.textContent}`);
    });
    const box = make("input", { type: "search", autocomplete: "off", spellcheck: "false" });
    const types = [...new Set(claims.map((claim) => claim.dataset.type))].sort();
    const named = (type) => document.querySelector(`.tag.${type}`).textContent;
    const select = make("select", {}, make("option", { value: "" }, say("All types")));
    types.forEach((type) => select.append(make("option", { value: type }, named(type))));
    const count = make("output", {});
    const find = () => {
      const wanted = fold(box.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      claims.forEach((claim, at) => {
        const fits = wanted.every((word) => texts[at].includes(word))
          && (!select.value || claim.dataset.type === select.value);
        claim.hidden = !fits;
        shown += fits;
      });
      for (const part of document.querySelectorAll(".source-group, .evidence main section")) {
        part.hidden = !part.querySelector(".claim:not([hidden])");
      }
      count.textContent = `${shown} / ${claims.length} ${say("shown")}`;
    };
    box.addEventListener("input", find);
    select.addEventListener("change", find);
    finder.append(make("label", {}, say("Find on this page"), box), make("label", {}, say("Type"), select), count);
  }
})();
