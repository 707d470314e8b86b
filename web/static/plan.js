// What makes the plan quicker to read: where one is stands out at the side, n and N go from hit to hit, # copies an address.
"use strict";
(() => {
  const toc = document.getElementById("toc");
  if (toc && matchMedia("(max-width: 56rem)").matches) toc.open = false;
  const hits = [...document.querySelectorAll(".text .hit")];
  let at = -1;
  const go = (step) => {
    if (!hits.length) return;
    if (at >= 0) hits[at].classList.remove("now");
    at = (at + step + hits.length) % hits.length;
    hits[at].classList.add("now");
    hits[at].scrollIntoView({ block: "center" });
  };
  const next = document.getElementById("nexthit");
  if (next) { next.hidden = false; next.onclick = () => go(1); }
  document.addEventListener("keydown", (e) => {
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === "n") go(1);
    if (e.key === "N") go(-1);
  });
  document.addEventListener("click", (e) => {
    const a = e.target.closest("a.self");
    if (a && navigator.clipboard) navigator.clipboard.writeText(a.href).then(() => { a.textContent = "已复制"; setTimeout(() => { a.textContent = "#"; }, 1200); }, () => {});
  });
  if (!toc || !("IntersectionObserver" in window)) return;
  const links = new Map([...toc.querySelectorAll("a")].map((a) => [a.hash.slice(1), a]));
  let here = null;
  const seen = new IntersectionObserver((entries) => {
    for (const e of entries) {
      if (!e.isIntersecting || !links.has(e.target.id)) continue;
      if (here) { here.classList.remove("here"); here.removeAttribute("aria-current"); }
      here = links.get(e.target.id);
      here.classList.add("here");
      here.setAttribute("aria-current", "location");
    }
  }, { rootMargin: "0px 0px -75% 0px" });
  for (const h of document.querySelectorAll(".text h2, .text h3")) seen.observe(h);
})();
