// What makes the pages quicker to use. Everything works without it: forms are forms, links are links.
"use strict";
(() => {
  const base = document.body.dataset.base || "";
  const $ = (s, at = document) => at.querySelector(s);
  const talk = $("#talk"), form = $("#ask"), field = $("#q");

  // The page in Telegram: hand over the launch data, then open the first page.
  if ($("#launch")) {
    const hash = new URLSearchParams(location.hash.slice(1));
    const data = hash.get("tgWebAppData");
    if (data) {
      fetch("/app/launch", { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Part": "1" }, body: new URLSearchParams({ data }) })
        .then(async (r) => {
          if (!r.ok) throw new Error(await r.text());
          try { sessionStorage.setItem("theme", hash.get("tgWebAppThemeParams") || ""); } catch { /* no storage: the page's own colours */ }
          location.replace("/app/");
        })
        .catch((e) => { $("#launch p").textContent = e.message; });
    }
  }
  if (base === "/app") {
    const tell = (type, data) => {
      const proxy = window.TelegramWebviewProxy;
      if (proxy) proxy.postEvent(type, JSON.stringify(data || {}));
      else if (window.parent !== window) window.parent.postMessage(JSON.stringify({ eventType: type, eventData: data || {} }), "https://web.telegram.org");
    };
    tell("web_app_ready");
    tell("web_app_expand");
    try {
      const theme = JSON.parse(sessionStorage.getItem("theme") || "{}");
      const set = (name, colour) => /^#[0-9a-f]{6}$/i.test(colour || "") && document.documentElement.style.setProperty(name, colour);
      set("--paper", theme.bg_color); set("--card", theme.secondary_bg_color); set("--ink", theme.text_color);
    } catch { /* a theme that cannot be read is none */ }
  }

  // Copying: the text that stands ready, with its source.
  document.addEventListener("click", (e) => {
    const summary = e.target.closest(".copy > summary");
    if (!summary || !navigator.clipboard) return;
    const text = summary.parentElement.querySelector(".copied").textContent;
    e.preventDefault();
    navigator.clipboard.writeText(text).then(() => { summary.textContent = "已复制"; setTimeout(() => { summary.textContent = "复制"; }, 1500); },
      () => { summary.parentElement.open = true; });
  });
  document.addEventListener("submit", (e) => {
    const f = e.target.closest(".opinion");
    if (!f) return;
    e.preventDefault();
    const body = new URLSearchParams();
    if (e.submitter) body.set(e.submitter.name, e.submitter.value);
    fetch(f.action, { method: "POST", headers: { "X-Part": "1" }, body }).then((r) => { f.textContent = r.ok ? "已记下" : "没有记下"; });
  });

  // Keys that work everywhere.
  document.addEventListener("keydown", (e) => {
    if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
    const to = field || $("input[type=search]");
    if (to) { e.preventDefault(); to.focus(); to.select(); }
  });
  if (!form) return;

  // What was asked, kept by the browser: for ↑ and for the list on the first page.
  const load = () => { try { return JSON.parse(localStorage.getItem("asked") || "[]"); } catch { return []; } };
  const keep = (q, id) => {
    try {
      const all = load().filter((x) => x.q !== q);
      all.unshift({ q, id });
      localStorage.setItem("asked", JSON.stringify(all.slice(0, 100)));
    } catch { /* no storage: nothing is kept */ }
  };
  for (const a of document.querySelectorAll(".said")) keep(a.dataset.question, a.dataset.turn);
  const hello = $(".hello"), past = load();
  if (hello && past.length) {
    const d = document.createElement("details");
    d.className = "history";
    const s = document.createElement("summary");
    s.textContent = "问过的";
    const ul = document.createElement("ul");
    for (const x of past.slice(0, 20)) {
      const li = document.createElement("li"), a = document.createElement("a");
      a.href = base + "/a/" + encodeURIComponent(x.id);
      a.textContent = x.q;
      li.append(a);
      ul.append(li);
    }
    const wipe = document.createElement("button");
    wipe.type = "button";
    wipe.textContent = "清空这个列表";
    wipe.onclick = () => { localStorage.removeItem("asked"); d.remove(); };
    d.append(s, ul, wipe);
    hello.append(d);
  }

  // Asking without leaving the page.
  const after = form.elements.after, chosen = form.elements.plan;
  let asking = false;
  async function ask(q, more = {}) {
    q = q.trim();
    if (!q || asking) return;
    asking = true;
    close();
    const wait = document.createElement("p");
    wait.className = "waiting";
    wait.textContent = "正在查";
    if (hello) { hello.hidden = true; hello.closest(".chat").classList.remove("fresh"); }
    talk.append(wait);
    try {
      const r = await fetch(base + "/ask", { method: "POST", headers: { "X-Part": "1" }, body: new URLSearchParams({ q, after: after.value, ...(chosen ? { plan: chosen.value } : {}), ...more }) });
      const text = await r.text();
      if (!r.ok) throw new Error(text.length < 200 ? text : "暂时答不了,请稍后再试。");
      const t = document.createElement("template");
      t.innerHTML = text; // our own page's answer, escaped there
      const said = t.content.querySelector(".said");
      wait.replaceWith(said);
      after.value = said.dataset.turn;
      keep(said.dataset.question, said.dataset.turn);
      history.replaceState(null, "", base + "/a/" + encodeURIComponent(said.dataset.turn));
      document.title = said.dataset.question + " · 策问";
      field.value = "";
      said.scrollIntoView({ block: "start" });
    } catch (e) {
      wait.textContent = e.message || "连不上,请检查网络后再问。";
      wait.className = "waiting failed";
    } finally {
      asking = false;
      field.focus({ preventScroll: true });
    }
  }
  document.addEventListener("submit", (e) => {
    const f = e.target;
    if (!f.action.endsWith("/ask")) return;
    e.preventDefault();
    const b = e.submitter, more = {};
    let q = field.value;
    if (f !== form) {
      q = f.elements.q && f.elements.q.value !== undefined && f.elements.q.type === "hidden" ? f.elements.q.value : b.value;
      if (b && (b.name === "unit" || b.name === "place")) more[b.name] = b.value;
      if (f.elements.after) more.after = f.elements.after.value;
    }
    ask(q, more);
  });

  // Suggestions while typing, and ↑ for what was asked before.
  let list = null, at = -1, seq = 0, back = -1, draft = "";
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", "list");
  function close() {
    if (list) list.remove();
    list = null; at = -1; seq++;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }
  function choose(i) {
    const items = list ? list.children : [];
    if (!items.length) return;
    if (at >= 0) items[at].setAttribute("aria-selected", "false");
    at = (i + items.length) % items.length;
    items[at].setAttribute("aria-selected", "true");
    items[at].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", items[at].id);
  }
  function show(found) {
    close();
    if (!found.length) return;
    list = document.createElement("ul");
    list.id = "list";
    list.className = "list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "可以问");
    found.forEach((x, i) => {
      const li = document.createElement("li");
      li.id = "o" + i;
      li.setAttribute("role", "option");
      li.setAttribute("aria-selected", "false");
      const kind = document.createElement("small");
      kind.textContent = x.kind;
      li.append(x.text, kind);
      li.dataset.text = x.text;
      li.onmousedown = (e) => { e.preventDefault(); ask(x.text); };
      list.append(li);
    });
    field.parentElement.append(list);
    field.setAttribute("aria-expanded", "true");
  }
  let timer = 0;
  field.addEventListener("input", () => {
    back = -1;
    clearTimeout(timer);
    const q = field.value.trim(), mine = ++seq;
    if (!q) { close(); return; }
    timer = setTimeout(async () => {
      try {
        const r = await fetch(base + "/suggest?q=" + encodeURIComponent(q), { headers: { "X-Part": "1" } });
        if (r.ok && mine === seq) show(await r.json());
      } catch { /* no suggestions, then */ }
    }, 80);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (e) => {
    if (e.isComposing) return;
    const asked = load();
    switch (e.key) {
      case "ArrowDown":
        if (list) { e.preventDefault(); choose(at + 1); }
        else if (back >= 0) { e.preventDefault(); back--; field.value = back < 0 ? draft : asked[back].q; }
        break;
      case "ArrowUp":
        if (list && at >= 0) { e.preventDefault(); choose(at - 1); }
        else if (back + 1 < asked.length && (field.value === "" || back >= 0)) {
          e.preventDefault();
          if (back < 0) draft = field.value;
          field.value = asked[++back].q;
          close();
        }
        break;
      case "Enter":
        if (list && at >= 0) { e.preventDefault(); ask(list.children[at].dataset.text); }
        break;
      case "Escape":
        if (list) close(); else { field.value = ""; back = -1; }
    }
  });
  const lastSaid = talk.querySelector(".said ~ .said:last-of-type");
  if (lastSaid && !location.hash) lastSaid.scrollIntoView({ block: "start" });
})();
