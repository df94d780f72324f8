// What the frame does without asking the server: keys, the skip link, menus, the appearance switch.
(() => {
  const press = () => {
    const choice = document.documentElement.dataset.appearance;
    for (const item of document.querySelectorAll("[data-appearance]:not(html)")) {
      item.setAttribute(
        item.matches("button") ? "aria-pressed" : "aria-checked",
        String(item.dataset.appearance === choice),
      );
    }
  };
  window.dashboard.pressAppearance = press;

  document.addEventListener("click", event => {
    const target = event.target instanceof Element ? event.target : null;
    const appearance = target?.closest("[data-appearance]:not(html)");
    if (appearance) {
      window.dashboard.setAppearance(appearance.dataset.appearance);
      press();
    }

    // The base address would turn "#main" into a navigation to the overview.
    const skip = target?.closest("[data-skip-to]");
    if (skip) {
      event.preventDefault();
      const place = document.getElementById(skip.dataset.skipTo);
      if (place?.matches("details > summary")) place.parentElement.open = true;
      place?.focus();
    }

    target?.closest("a")?.closest(":popover-open")?.hidePopover();

    if (target?.closest("[data-print]")) print();

    if (target?.closest("[data-reload]")) {
      event.preventDefault();
      location.reload();
    }
  });

  // On a phone chips and tabs are one row that scrolls: the chosen one is in sight.
  const showChosen = chip => {
    const row = chip.parentElement;
    if (row.scrollWidth <= row.clientWidth) return;
    const [from, to] = [chip.getBoundingClientRect(), row.getBoundingClientRect()];
    if (from.left < to.left || from.right > to.right) row.scrollLeft += from.left - to.left - 16;
  };
  // Only when it is chosen or appears: who scrolls the row by hand is not pulled back.
  const chosen = ".chips > .on";
  new MutationObserver(changes => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "attributes" && target.matches(chosen)) showChosen(target);
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        if (node.matches(chosen)) showChosen(node);
        node.querySelectorAll(chosen).forEach(showChosen);
      }
    }
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["class"] });

  document.addEventListener("focusin", event => {
    if (event.target instanceof HTMLInputElement && "selectAll" in event.target.dataset) event.target.select();
  });
})();
