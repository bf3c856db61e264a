// The keys of the answering desk. Everything works without them; one switch turns them off.
(() => {
  const $ = (s) => document.querySelector(s), all = (s) => [...document.querySelectorAll(s)];
  const form = $('#answer-form'), sw = $('#keys-switch');
  let dirty = false;
  let leaving = false; // keys pressed while the next page comes must not act on this one
  const leave = (to) => { leaving = true; location.assign(to); };
  addEventListener('pageshow', () => { leaving = false; });
  let on = true;
  try { on = localStorage.getItem('desk-keys') !== 'off'; } catch { /* private window */ }
  const label = () => { if (sw) { sw.hidden = false; sw.textContent = on ? sw.dataset.off : sw.dataset.on; } };
  const flip = () => { on = !on; try { localStorage.setItem('desk-keys', on ? 'on' : 'off'); } catch { /* so be it */ } label(); };
  if (sw) sw.addEventListener('click', flip);
  label();
  if (form) {
    form.addEventListener('input', () => { dirty = true; });
    form.addEventListener('submit', (e) => {
      const b = e.submitter;
      if (b && b.getAttribute('aria-disabled') === 'true') { e.preventDefault(); const w = document.getElementById(b.getAttribute('aria-describedby')); if (w) { w.tabIndex = -1; w.focus(); } return; }
      dirty = false;
    });
    addEventListener('beforeunload', (e) => { if (dirty) e.preventDefault(); });
  }
  const items = () => all('article[data-comment]');
  let here = items().findIndex((a) => a.classList.contains('at'));
  const go = (step) => {
    const list = items(), next = list[here + step];
    if (!next) return;
    const link = next.querySelector('a[data-take]');
    if (!dirty && link) { leave(link.href); return; }
    list.forEach((a) => a.classList.remove('at'));
    here += step;
    next.classList.add('at');
    next.focus();
  };
  const tick = () => {
    const a = items()[here];
    const box = a && form && form.querySelector('input[name=serves][value="' + a.dataset.comment + '"]');
    if (box) { box.checked = !box.checked; dirty = true; }
  };
  const press = (key) => { const b = form && form.querySelector('button[data-key="' + key + '"]'); if (b) b.click(); };
  const act = {
    j: () => go(1), k: () => go(-1), x: tick, p: () => press('p'), s: () => press('s'),
    n: () => { const a = $('#next-open'); if (a) leave(a.href); },
    r: () => { const f = $('#rs'); if (f) f.focus(); },
  };
  addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    const t = e.target;
    if (leaving) { if (e.key === 'Escape') leaving = false; else e.preventDefault(); return; }
    if (e.key === 'Escape' && t.blur) { t.blur(); return; }
    if (t.closest('input:not([type=radio],[type=checkbox]),textarea,select')) return;
    if (e.key === '?') { flip(); return; }
    if (!on) return;
    const radio = form && form.querySelector('input[name=outcome][data-key="' + e.key + '"]');
    if (radio) { radio.checked = true; dirty = true; radio.focus(); e.preventDefault(); return; }
    // a keyboard of another script: by the place of the key
    const f = act[e.key.toLowerCase()] || (/[^\x00-\x7f]/.test(e.key) && act[e.code.slice(3).toLowerCase()]);
    if (f) { e.preventDefault(); f(); }
  });
  // The change a wording makes, while it is written; the server draws the same on "Show".
  const box = $('#nw'), out = $('#live');
  if (box && out && form && window.Intl && Intl.Segmenter) {
    const seg = new Intl.Segmenter(undefined, { granularity: 'word' });
    const units = (s) => [...seg.segment(s)].map((u) => u.segment);
    const old = units(form.dataset.body);
    const draw = () => {
      const now = units(box.value);
      out.textContent = '';
      if (!box.value.trim() || old.length * now.length > 400000) return;
      const w = now.length + 1, t = new Uint16Array((old.length + 1) * w);
      for (let i = old.length - 1; i >= 0; i--) for (let j = now.length - 1; j >= 0; j--)
        t[i * w + j] = old[i] === now[j] ? t[(i + 1) * w + j + 1] + 1 : Math.max(t[(i + 1) * w + j], t[i * w + j + 1]);
      const put = (tag, s) => {
        const last = out.lastChild;
        if (last && (last.nodeName === tag.toUpperCase() || (!tag && last.nodeType === 3))) last.textContent += s;
        else { const n = tag ? document.createElement(tag) : document.createTextNode(''); n.textContent = s; out.append(n); }
      };
      let i = 0, j = 0;
      while (i < old.length || j < now.length) {
        if (i < old.length && j < now.length && old[i] === now[j]) { put('', old[i]); i++; j++; }
        else if (i < old.length && (j >= now.length || t[(i + 1) * w + j] >= t[i * w + j + 1])) put('del', old[i++]);
        else put('ins', now[j++]);
      }
    };
    let wait;
    box.addEventListener('input', () => { clearTimeout(wait); wait = setTimeout(draw, 150); });
  }
})();
