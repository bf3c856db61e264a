/* Shows how a proposed wording reads while it is typed. Without it, a button asks the server. */
(() => {
  "use strict";
  const box = document.querySelector("[data-wording]");
  const out = document.getElementById("reads");
  const source = document.getElementById("as-it-stands");
  if (!box || !out || !source) return;
  const old = JSON.parse(source.textContent);
  const most = 4e6; // cells of the comparison: beyond, the server's button is there

  const units = (text) => {
    if (window.Intl && Intl.Segmenter) {
      const cut = new Intl.Segmenter(document.documentElement.lang, { granularity: "word" });
      return Array.from(cut.segment(text), (s) => s.segment);
    }
    return text.match(/\s+|[\p{L}\p{N}\p{M}]+|[^]/gu) || [];
  };

  const pieces = (a, b) => {
    let head = 0;
    while (head < a.length && head < b.length && a[head] === b[head]) head++;
    let tail = 0;
    while (tail < a.length - head && tail < b.length - head &&
      a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
    const m = a.slice(head, a.length - tail), n = b.slice(head, b.length - tail);
    if ((m.length + 1) * (n.length + 1) > most) return null;
    const width = n.length + 1;
    const table = new Uint16Array((m.length + 1) * width);
    for (let i = m.length - 1; i >= 0; i--)
      for (let j = n.length - 1; j >= 0; j--)
        table[i * width + j] = m[i] === n[j] ? table[(i + 1) * width + j + 1] + 1
          : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
    const found = [["", a.slice(0, head).join("")]];
    const add = (kind, text) => {
      const last = found[found.length - 1];
      if (last[0] === kind) last[1] += text; else found.push([kind, text]);
    };
    let i = 0, j = 0;
    while (i < m.length || j < n.length) {
      if (i < m.length && j < n.length && m[i] === n[j]) { add("", m[i]); i++; j++; }
      else if (j >= n.length || (i < m.length && table[(i + 1) * width + j] >= table[i * width + j + 1])) add("del", m[i++]);
      else add("ins", n[j++]);
    }
    add("", a.slice(a.length - tail).join(""));
    return found;
  };

  const before = units(old);
  let waiting = 0;
  const show = () => {
    const text = box.value.trim();
    const found = text && text !== old ? pieces(before, units(text)) : [];
    if (found === null) return;
    out.hidden = !found.length;
    const words = out.querySelector(".reads-words");
    words.replaceChildren(...found.filter((p) => p[1]).map(([kind, said]) => {
      if (!kind) return document.createTextNode(said);
      const element = document.createElement(kind);
      element.textContent = said;
      return element;
    }));
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 150);
  });
  show();
})();
