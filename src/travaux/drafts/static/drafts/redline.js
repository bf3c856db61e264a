// While one writes: what goes out and what comes in, word by word. The server's own redline
// stands without it. <textarea data-redline-of="id of JSON words" data-redline-into="id of a p">
"use strict";
(() => {
  const units = (text) => text.match(/[\p{L}\p{M}\p{N}]+|\s+|[^]/gu) || [];
  const LIMIT = 4000000; // cells of the table; longer texts wait for the server

  function redline(before, after) {
    const a = units(before), b = units(after);
    let start = 0, endA = a.length, endB = b.length;
    while (start < endA && start < endB && a[start] === b[start]) start++;
    while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) { endA--; endB--; }
    const n = endA - start, m = endB - start, pieces = [];
    const put = (kind, text) => {
      if (!text) return;
      const last = pieces[pieces.length - 1];
      if (last && last[0] === kind) last[1] += text; else pieces.push([kind, text]);
    };
    put("same", a.slice(0, start).join(""));
    if (n * m > LIMIT) {
      put("del", a.slice(start, endA).join(""));
      put("ins", b.slice(start, endB).join(""));
    } else {
      const width = m + 1, table = new Uint32Array((n + 1) * width);
      for (let i = n - 1; i >= 0; i--) for (let j = m - 1; j >= 0; j--) {
        table[i * width + j] = a[start + i] === b[start + j]
          ? table[(i + 1) * width + j + 1] + 1
          : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
      }
      let i = 0, j = 0;
      while (i < n || j < m) {
        if (i < n && j < m && a[start + i] === b[start + j]) { put("same", a[start + i]); i++; j++; }
        else if (i < n && (j >= m || table[(i + 1) * width + j] >= table[i * width + j + 1])) {
          put("del", a[start + i]); i++;
        } else { put("ins", b[start + j]); j++; }
      }
    }
    put("same", a.slice(endA).join(""));
    return pieces;
  }

  for (const box of document.querySelectorAll("textarea[data-redline-of]")) {
    const source = document.getElementById(box.dataset.redlineOf);
    const target = document.getElementById(box.dataset.redlineInto);
    if (!source || !target) continue;
    const before = JSON.parse(source.textContent);
    let waiting = 0;
    const show = () => {
      target.replaceChildren(...redline(before, box.value).map(([kind, text]) => {
        if (kind === "same") return document.createTextNode(text);
        const mark = document.createElement(kind);
        mark.textContent = text;
        return mark;
      }));
    };
    box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, 150); });
  }
})();
