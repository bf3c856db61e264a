// Work goes on elsewhere: look again every few seconds, and change only what has changed, so that
// nobody who reads or listens is thrown back to the top. Without scripts the page loads itself anew.
"use strict";
const again = async () => {
  let answer;
  try {
    answer = await fetch(location.href, { headers: { "X-Requested-With": "again" } });
  } catch {
    return setTimeout(again, 6000);
  }
  if (answer.redirected) return location.assign(answer.url);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.querySelector("script[data-again]")) return location.reload();
  const here = document.querySelector("main"), there = page.querySelector("main");
  const typing = document.activeElement?.matches("input, select, textarea");
  if (here && there && !typing && here.innerHTML !== there.innerHTML) here.replaceChildren(...there.childNodes);
  setTimeout(again, 3000);
};
setTimeout(again, 2000);
