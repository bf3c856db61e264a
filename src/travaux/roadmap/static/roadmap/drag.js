// A date is dragged in the picture and written into the form of the question. Nothing is sent or
// kept by it: the form is, by its button. Without this file, or by keyboard, the form does it all.
(() => {
  const form = document.getElementById('what-if-form'), hint = document.getElementById('drag-hint');
  const told = document.getElementById('dragged');
  const pictures = [...document.querySelectorAll('svg[data-day]')];
  if (!form || !hint || !pictures.length) return;
  hint.hidden = false;
  const DAY = 86400000;
  const shifted = (iso, days) => new Date(Date.parse(iso + 'T00:00:00Z') + days * DAY).toISOString().slice(0, 10);
  const windowOf = (h, days) => {
    const first = shifted(h.rect.dataset.first, days), last = shifted(h.rect.dataset.last, days);
    return first === last ? first : first + '/' + last;
  };
  let held = null;
  const daysOf = (e) => {
    const wide = held.svg.getBoundingClientRect().width / held.svg.viewBox.baseVal.width;
    const days = Math.round((e.clientX - held.x) / wide / Number(held.svg.dataset.day));
    return 'rtl' in held.svg.dataset ? -days : days;
  };
  const move = (e) => {
    if (!held) return;
    held.days = held.from + daysOf(e);
    const across = held.days * Number(held.svg.dataset.day) * ('rtl' in held.svg.dataset ? -1 : 1);
    held.rect.setAttribute('transform', 'translate(' + across + ' 0)');
    told.textContent = windowOf(held, held.days);
  };
  const end = (keep) => {
    if (!held) return;
    const h = held, field = document.getElementById('move-' + h.rect.dataset.move);
    held = null;
    h.rect.classList.remove('held');
    if (!keep || !h.days || !field) {
      h.rect.removeAttribute('transform');
      delete h.rect.dataset.at;
      if (field) field.value = '';
      told.textContent = '';
      return;
    }
    h.rect.dataset.at = h.days;
    field.value = windowOf(h, h.days);
    field.closest('details').open = true;
    field.focus();
  };
  pictures.forEach((svg) => {
    svg.classList.add('drags');
    svg.addEventListener('pointerdown', (e) => {
      const rect = e.target.closest('[data-move]');
      if (!rect || e.button) return;
      held = { svg, rect, x: e.clientX, days: 0, from: Number(rect.dataset.at || 0) };
      rect.classList.add('held');
      rect.setPointerCapture(e.pointerId);
      e.preventDefault();
    });
    svg.addEventListener('pointermove', move);
    svg.addEventListener('pointerup', () => end(true));
    svg.addEventListener('pointercancel', () => end(false));
  });
  // an address of what was asked alone can be sent to a colleague
  form.addEventListener('submit', () => form.querySelectorAll('input').forEach((f) => { f.disabled = !f.value; }));
  addEventListener('pageshow', () => form.querySelectorAll('input').forEach((f) => { f.disabled = false; }));
  addEventListener('keydown', (e) => { if (e.key === 'Escape') end(false); });
})();
