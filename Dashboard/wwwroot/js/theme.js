// Loaded in the head without defer: the theme has to be on the document before anything is painted.
(() => {
  const key = "appearance";
  const darkQuery = matchMedia("(prefers-color-scheme: dark)");

  const read = () => {
    try {
      return localStorage.getItem(key) ?? "system";
    } catch {
      return "system";
    }
  };
  const isDark = () => {
    const choice = read();
    return choice === "system" ? darkQuery.matches : choice === "dark";
  };
  const apply = () => {
    const root = document.documentElement;
    root.dataset.theme = isDark() ? "dark" : "light";
    root.dataset.appearance = read();
  };

  apply();
  // Blazor's enhanced navigation takes attributes away that the server did not send.
  new MutationObserver(() => {
    if (!document.documentElement.dataset.theme) apply();
  }).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  darkQuery.addEventListener("change", apply);
  addEventListener("storage", event => {
    if (event.key === key) apply();
  });

  window.dashboard = {
    setAppearance(choice) {
      try {
        localStorage.setItem(key, choice);
      } catch {
        /* private windows may refuse; it lasts for this page */
      }
      apply();
    },
    timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? null,
  };
})();
