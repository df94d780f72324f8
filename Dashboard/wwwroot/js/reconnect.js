// The calm side of a lost circuit: says since when the screen is old, heals by itself, and when the server
// has forgotten the circuit (a restart) loads the page again at the same address.
(() => {
  const root = document.documentElement;
  const retryEvery = 3000;
  let retrying = null;

  const lost = () => {
    if (root.dataset.circuit === "lost") return;
    root.dataset.circuit = "lost";
    const shown = document.querySelector("[data-as-of]")?.textContent;
    const time = shown || new Date().toLocaleTimeString("en-GB");
    for (const place of document.querySelectorAll("[data-lost-at]")) place.textContent = time;
  };

  const found = () => {
    delete root.dataset.circuit;
    clearInterval(retrying);
    retrying = null;
  };

  const reload = async () => {
    try {
      // Reloading while the server is unreachable would show the browser's error page.
      await fetch(document.baseURI, { method: "HEAD", cache: "no-store", redirect: "manual" });
      location.reload();
    } catch {
      keepTrying();
    }
  };

  const attempt = async () => {
    try {
      if (await Blazor.reconnect()) found();
      else await reload();
    } catch {
      // Not reachable yet; the next attempt comes.
    }
  };

  const keepTrying = () => { retrying ??= setInterval(attempt, retryEvery); };

  // Blazor raises it on #components-reconnect-modal and does not let it bubble, so listen on the way down.
  document.addEventListener("components-reconnect-state-changed", event => {
    switch (event.detail.state) {
      case "show": lost(); break;
      case "hide": found(); break;
      case "failed": lost(); keepTrying(); break;
      case "paused":
      case "rejected":
      case "resume-failed": lost(); reload(); break;
    }
  }, true);

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && retrying) attempt();
  });
})();
