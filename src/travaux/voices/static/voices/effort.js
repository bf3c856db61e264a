/* A small piece of work while one writes, so that floods are dear. Nothing is shown, nothing is
   asked; without it the form works too, and a person looks at the comment first. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-effort]");
  if (!form || !window.crypto || !crypto.subtle) return;
  const task = JSON.parse(form.dataset.effort), box = form.elements.work;
  const text = new TextEncoder();
  const hex = (bytes) => Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, "0")).join("");
  const search = async () => {
    for (let n = 0; n < task.most; n += 200) {
      const tries = [];
      for (let i = n; i < Math.min(n + 200, task.most); i++)
        tries.push(crypto.subtle.digest("SHA-256", text.encode(task.salt + i)).then(hex));
      const at = (await Promise.all(tries)).indexOf(task.hash);
      if (at >= 0) {
        box.value = JSON.stringify({ salt: task.salt, number: n + at, signature: task.signature });
        return;
      }
      await new Promise((go) => setTimeout(go, 0)); // typing comes first
    }
  };
  const work = search();
  let waiting = false;
  form.addEventListener("submit", (event) => {
    if (box.value || waiting) return;
    event.preventDefault();
    waiting = true;
    Promise.race([work, new Promise((go) => setTimeout(go, 8000))]).then(() => form.requestSubmit(event.submitter));
  });
})();
