// The search field of the frame: Ctrl K opens it from anywhere, arrows move through what was found, Enter opens it, Escape
// leads back; "?" shows all keys. The server finds the lines; data-for says for which text.
(() => {
  const field = () => document.getElementById("search");
  const panel = () => document.getElementById("palette");
  const options = () => [...(panel()?.querySelectorAll("[role=option]") ?? [])];
  const isOpen = () => document.activeElement === field();
  const isEmptyPalette = node => node === field() && node.value === "";
  const isTyping = node =>
    node instanceof Element && node.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  let cameFrom = null;
  // The address of the line that an arrow chose: it stays chosen when other lines arrive.
  let chosen = null;
  // Enter was pressed before what was typed had been found.
  let isAwaited = false;

  const isFound = () => panel()?.dataset.for === field().value.trim();

  const mark = option => {
    for (const [i, other] of options().entries()) {
      other.id = `palette-${i}`;
      other.setAttribute("aria-selected", String(other === option));
    }
    option?.scrollIntoView({ block: "nearest" });
    if (option) field().setAttribute("aria-activedescendant", option.id);
    else field().removeAttribute("aria-activedescendant");
  };

  const marked = () => options().find(option => option.getAttribute("aria-selected") === "true");

  const close = () => {
    isAwaited = false;
    chosen = null;
    field().setAttribute("aria-expanded", "false");
    mark(null);
  };

  const clear = () => {
    field().value = "";
    field().dispatchEvent(new Event("input", { bubbles: true }));
    field().blur();
  };

  // The line that Enter opens: the chosen one, or the first of what was typed.
  const refresh = () => {
    if (!isOpen()) return;
    field().setAttribute("aria-expanded", "true");
    const kept = chosen && options().find(option => option.href === chosen);
    if (kept) mark(kept);
    else if (isFound()) {
      const first = options()[0];
      mark(field().value.trim() ? first : null);
      if (isAwaited) {
        isAwaited = false;
        first?.click();
      }
    } else mark(null);
  };

  const move = step => {
    const all = options();
    if (all.length === 0) return;
    const at = all.indexOf(marked());
    const option = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length];
    chosen = option.href;
    isAwaited = false;
    mark(option);
  };

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => {
      if (chosen || isFound()) marked()?.click();
      else isAwaited = true;
    },
    Escape: () => {
      const back = cameFrom?.isConnected ? cameFrom : document.getElementById("main");
      clear();
      back?.focus({ preventScroll: true });
    },
  };

  document.addEventListener(
    "keydown",
    event => {
      if (
        (event.ctrlKey || event.metaKey) &&
        !event.altKey &&
        !event.shiftKey &&
        event.key.toLowerCase() === "k" &&
        field()
      ) {
        event.preventDefault();
        // Behind a dialog nothing can be used.
        if (document.querySelector(".mud-dialog")) return;
        field().focus();
        field().select();
      } else if (
        event.key === "?" &&
        (!isTyping(event.target) || isEmptyPalette(event.target)) &&
        !document.querySelector(".mud-dialog")
      ) {
        event.preventDefault();
        document.getElementById("keys")?.showPopover();
      } else if (event.target === field() && !event.isComposing && event.keyCode !== 229 && keys[event.key]) {
        // 229: the key ends a composition, which Safari no longer calls one.
        event.preventDefault();
        event.stopImmediatePropagation();
        keys[event.key]();
      }
    },
    true,
  );

  document.addEventListener("input", event => {
    if (event.target !== field()) return;
    isAwaited = false;
    chosen = null;
    refresh();
  });

  document.addEventListener("focusin", event => {
    if (event.target !== field()) return;
    // The list of keys, opened from here, gives the keyboard back.
    if (!event.relatedTarget?.closest("#keys")) cameFrom = event.relatedTarget;
    refresh();
  });
  document.addEventListener("focusout", event => {
    if (event.target === field()) close();
  });

  // A press on a line leads away from the field.
  document.addEventListener("click", event => {
    if (event.target instanceof Element && event.target.closest("#palette [role=option]")) clear();
  });

  new MutationObserver(changes => {
    if (changes.some(({ target }) => target instanceof Element && target.closest("#palette"))) refresh();
  }).observe(document, { subtree: true, childList: true, attributeFilter: ["data-for"] });
})();
