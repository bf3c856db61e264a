/* When an answer decides what else is asked, the server is asked at once. Without this, a button does it. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-asked]");
  if (!form || !window.fetch || !window.DOMParser) return;
  let latest = 0;

  const ask = async () => {
    const mine = ++latest;
    const sent = new FormData(form);
    // files stay where they are: only what was typed and ticked goes along
    for (const key of new Set(sent.keys())) {
      const typed = sent.getAll(key).filter((value) => typeof value === "string");
      sent.delete(key);
      typed.forEach((value) => sent.append(key, value));
    }
    sent.set("do", "look");
    let answer;
    try {
      answer = await fetch(form.action || location.href, { method: "POST", body: sent, credentials: "same-origin" });
    } catch (_) { return; }
    if (!answer.ok && answer.status !== 422) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-asked-part]");
    const here = form.querySelector("[data-asked-part]");
    if (mine !== latest || !fresh || !here) return;
    const chosen = new Map();
    here.querySelectorAll("input[type=file]").forEach((box) => { if (box.files.length) chosen.set(box.name, box); });
    fresh.querySelectorAll("input[type=file]").forEach((box) => { const mineToo = chosen.get(box.name); if (mineToo) box.replaceWith(mineToo); });
    const focus = document.activeElement && document.activeElement.id;
    here.replaceWith(document.adoptNode(fresh));
    const again = focus && document.getElementById(focus);
    if (again) again.focus();
  };

  form.addEventListener("change", (event) => {
    if (event.target.matches && event.target.matches("[data-stirs]")) ask();
  });
})();
