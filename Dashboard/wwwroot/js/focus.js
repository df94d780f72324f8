// When the control that has the keyboard disappears (a dialog closes, the menu of a row takes a choice, a row leaves its list), the
// keyboard would go to the page's body. It goes to the control that opened what closed, or to the nearest place that is
// still there: the same row, the list, the heading of the section, the page.
(() => {
  const dialogs = ".mud-dialog-container, .mud-dialog, .mud-popover";
  // The server moves the keyboard itself in many places, one trip after the change.
  const patience = 150;
  let held = null;
  let trail = [];

  const isUsable = element =>
    element?.isConnected && element.checkVisibility({ visibilityProperty: true }) && !element.matches(":disabled");

  // Rows are rendered again when they change; what they open tells them apart.
  const rowLike = (list, address) => () =>
    list.querySelector(`[data-open][href="${CSS.escape(address)}"]`)?.closest("[data-row]");

  const headingsAround = element => {
    const found = [];
    for (
      let around = element.closest("section, article, .card, main");
      around;
      around = around.parentElement?.closest("section, article, .card, main")
    )
      found.push(
        () => around.querySelector("h1, h2, h3"),
        () => (around.matches("main") ? around : null),
      );
    return found;
  };

  // Where the keyboard may go, nearest first; found when it is needed, as some of it is rendered later.
  const trailOf = element => {
    const row = element.closest("[data-row]");
    const list = element.closest("[data-rows]");
    const address = row?.querySelector("[data-open]")?.getAttribute("href");
    return [
      () => element,
      () => row,
      address ? rowLike(list, address) : () => null,
      () => list?.querySelector('[data-row][tabindex="0"]') ?? list?.querySelector("[data-row]"),
      ...headingsAround(element),
      () => document.querySelector("main h1") ?? document.getElementById("main"),
    ];
  };

  const place = element => {
    if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) element.tabIndex = -1;
    element.focus({ preventScroll: false });
  };

  const recover = () => {
    if (document.activeElement && document.activeElement !== document.body) return;
    // A dialog that opens or is still open takes the keyboard itself.
    const open = [...document.querySelectorAll(".mud-dialog")].at(-1);
    if (open) {
      const root = open.querySelector("[tabindex]");
      if (root) place(root);
      return;
    }
    for (const find of trail) {
      const element = find();
      if (!isUsable(element)) continue;
      place(element);
      if (document.activeElement === element) return;
    }
  };

  document.addEventListener("focusin", event => {
    held = event.target;
    if (held instanceof Element && held !== document.body && !held.closest(dialogs)) trail = trailOf(held);
  });

  // Pressing beside everything lets the keyboard go, and is meant.
  document.addEventListener("focusout", event => {
    if (event.relatedTarget) return;
    const left = event.target;
    requestAnimationFrame(() => {
      if (held === left && isUsable(left) && document.activeElement !== left) held = null;
    });
  });

  let waiting = 0;
  new MutationObserver(() => {
    if (!held || isUsable(held)) return;
    held = null;
    clearTimeout(waiting);
    waiting = setTimeout(recover, patience);
  }).observe(document.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["open", "hidden", "disabled"],
  });
})();
