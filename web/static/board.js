// What makes the board quicker to use: choosing filters at once, the whole screen and ← → from year to year on the wall.
"use strict";
(() => {
  const form = document.querySelector(".filters");
  if (form) for (const s of form.querySelectorAll("select")) s.addEventListener("change", () => form.requestSubmit());
  if (!document.documentElement.classList.contains("meeting")) return;
  const take = document.querySelector(".take");
  if (take && document.documentElement.requestFullscreen) {
    const b = document.createElement("button");
    b.type = "button";
    b.textContent = "全屏";
    b.onclick = () => { document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(); };
    take.append(b);
  }
  const years = [...document.querySelectorAll(".years .year")];
  const here = new URLSearchParams(location.search).get("year");
  document.addEventListener("keydown", (e) => {
    if (e.key !== "ArrowLeft" && e.key !== "ArrowRight" || !years.length) return;
    const at = years.findIndex((y) => new URL(y.href).searchParams.get("year") === here);
    const to = at < 0 ? (e.key === "ArrowRight" ? 0 : years.length - 1) : (at + (e.key === "ArrowRight" ? 1 : years.length - 1)) % years.length;
    location.href = years[to].href;
  });
})();
