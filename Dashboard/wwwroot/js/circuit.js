// Whether this screen is connected to its circuit, shown truthfully: Blazor's own report, the browser's, and a heartbeat
// for a connection that died without either noticing. Heals by itself; when the server has forgotten the circuit (a
// restart), loads the page again at the same address. Also tells the circuit when nobody can see the screen.
(() => {
  const root = document.documentElement;
  const beatEvery = 15_000;
  const patience = 5_000;
  const retryEvery = 3_000;
  const hiddenAfter = 5_000;
  const words = "No connection: nothing was saved. Try again when it is back.";

  let circuit = null;
  let heardAt = 0;
  let isAsking = false;
  // Blazor reconnects by itself at first, and then no more.
  let reconnecting = null;
  let retrying = null;
  let hiding = 0;
  let isToldHidden = false;
  const edited = new Set();

  const isLost = () => root.dataset.circuit === "lost";

  const say = text => {
    const place = document.querySelector("[data-lost-words]");
    if (!place) return;
    // The same words again are announced only as a change.
    place.textContent = "";
    if (text)
      requestAnimationFrame(() => {
        if (isLost()) place.textContent = text;
      });
  };

  const lost = at => {
    if (isLost()) return;
    root.dataset.circuit = "lost";
    for (const place of document.querySelectorAll("[data-lost-at]")) place.textContent = window.dashboard.clockText(at);
    retrying ??= setInterval(attempt, retryEvery);
  };

  const found = () => {
    delete root.dataset.circuit;
    clearInterval(retrying);
    retrying = null;
    say("");
    // What was typed meanwhile never reached the server, and would be missing from what is saved next.
    for (const field of edited) {
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    edited.clear();
  };

  // Answered through the circuit: a server that answers other requests may have lost it.
  const ask = async () => {
    if (isAsking || !circuit) return;
    isAsking = true;
    try {
      const sentAt = performance.now();
      const late = new Promise((_, fail) => {
        setTimeout(fail, patience, new Error("no answer"));
      });
      const serverTime = Number(await Promise.race([circuit.invokeMethodAsync("Beat"), late]));
      window.dashboard.setNow(serverTime + (performance.now() - sentAt) / 2);
      heardAt = window.dashboard.now();
      if (isLost()) {
        found();
        tell();
      }
    } finally {
      isAsking = false;
    }
  };

  const beat = () => ask().catch(() => lost(heardAt));

  const tell = () => {
    const isHidden = document.hidden;
    if (!circuit || isHidden === isToldHidden) return;
    isToldHidden = isHidden;
    circuit.invokeMethodAsync("SetHidden", isHidden).catch(() => {
      isToldHidden = !isHidden;
    });
  };

  // Nobody asked for this reload, and what was typed is kept (Components/Parts/KeptDraft.razor): no question before it.
  let isReloading = false;
  addEventListener("beforeunload", event => {
    if (isReloading && document.querySelector("[data-kept-draft]")) event.stopImmediatePropagation();
  });

  const reload = async () => {
    try {
      // Reloading while the server is unreachable would show the browser's error page.
      await fetch(document.baseURI, { method: "HEAD", cache: "no-store", redirect: "manual" });
      isReloading = true;
      window.dashboard.keepPlace();
      location.reload();
    } catch {
      reconnecting = "failed";
    }
  };

  const attempt = async () => {
    try {
      if (reconnecting === null) await ask();
      else if (reconnecting === "failed" && !(await Blazor.reconnect())) await reload();
    } catch {
      // Not reachable yet; the next attempt comes.
    }
  };

  // Blazor raises it on #components-reconnect-modal and does not let it bubble, so listen on the way down.
  document.addEventListener(
    "components-reconnect-state-changed",
    event => {
      switch (event.detail.state) {
        case "show":
          reconnecting = "by itself";
          lost(window.dashboard.now());
          break;
        case "hide":
          reconnecting = null;
          found();
          tell();
          beat();
          break;
        case "failed":
          reconnecting = "failed";
          lost(window.dashboard.now());
          break;
        case "paused":
        case "rejected":
        case "resume-failed":
          reconnecting = "by itself";
          lost(window.dashboard.now());
          reload();
          break;
      }
    },
    true,
  );

  setInterval(() => {
    if (!document.hidden && !isLost()) beat();
  }, beatEvery);
  addEventListener("offline", () => {
    if (circuit) lost(window.dashboard.now());
  });
  addEventListener("online", attempt);

  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    if (document.hidden) {
      hiding = setTimeout(tell, hiddenAfter);
      return;
    }
    tell();
    if (isLost()) attempt();
    else beat();
  });

  // These work without the server.
  const isLocal = pressed =>
    pressed.closest(
      "[data-copy], [data-appearance]:not(html), [data-show], [data-skip-to], [data-reload], [popovertarget], summary",
    ) ||
    (pressed.matches("a") &&
      (pressed.origin !== location.origin || pressed.target || pressed.hasAttribute("download")));

  // A press must not look dead, and must not take effect later either: it may still lie in a buffer on the way.
  const refuse = event => {
    if (!isLost() || !(event.target instanceof Element)) return;
    const controls =
      "a[href], button, input:is([type=submit], [type=button], [type=checkbox], [type=radio]), [role=button], [role^=menuitem], [role=option], [role=tab]";
    // A key on a row presses no control.
    const pressed = event.type === "click" ? event.target.closest(controls) : event.target;
    if (!pressed || isLocal(pressed)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(words);
  };
  addEventListener("click", refuse, true);
  addEventListener("submit", refuse, true);
  addEventListener("rowaction", refuse, true);

  const remember = event => {
    if (isLost() && event.isTrusted) edited.add(event.target);
  };
  addEventListener("input", remember, true);
  addEventListener("change", remember, true);

  Object.assign(window.dashboard, {
    startCircuit(reference, serverTime) {
      circuit = reference;
      heardAt = Number(serverTime);
      window.dashboard.setNow(heardAt);
      beat();
      if (document.hidden) hiding = setTimeout(tell, hiddenAfter);
    },
    stopCircuit() {
      circuit = null;
    },
  });
})();
