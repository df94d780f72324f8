// The keyboard in the menus that MudBlazor opens and closes on the server. Here, because the focus has to move with the
// key: otherwise, on a slow line, Enter would open the item that had the focus before the last arrow.
(() => {
  const menuOf = node => (node instanceof Element ? node.closest(".mud-menu-list") : null);
  const itemsOf = menu => [...menu.querySelectorAll("[role^=menuitem]:not([aria-disabled=true])")];
  const typedFor = 700;
  let typed = "";
  let typedAt = 0;

  const search = (items, item, key) => {
    typed = performance.now() - typedAt < typedFor ? typed + key : key;
    typedAt = performance.now();
    const after = items.indexOf(item) + (typed.length > 1 ? 0 : 1);
    const inOrder = [...items.slice(after), ...items.slice(0, after)];
    inOrder.find(other => other.textContent.trim().toLowerCase().startsWith(typed.toLowerCase()))?.focus();
  };

  // Whether the key is done with; MudBlazor closes the menu with the others.
  const press = (event, item, items) => {
    if (!item || items.length === 0) return false;
    const at = items.indexOf(item);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (next !== undefined) items[(next + items.length) % items.length].focus();
    else if (event.key === "Enter" || event.key === " ") {
      if (!event.repeat) item.click();
    } else if (event.key.length === 1) search(items, item, event.key);
    else return event.key === "ArrowLeft" || event.key === "ArrowRight";
    return true;
  };

  // MudBlazor would focus the first item once more when its answer arrives, after the next key.
  const open = (event, button) => {
    const isArrow = event.key === "ArrowDown" || event.key === "ArrowUp";
    if (!isArrow && event.key !== "Enter" && event.key !== " ") return;
    event.stopImmediatePropagation();
    if (!isArrow) return;
    event.preventDefault();
    if (button.getAttribute("aria-expanded") !== "true") button.click();
  };

  document.addEventListener(
    "keydown",
    event => {
      const button = event.target instanceof Element ? event.target.closest(".mud-menu > [aria-haspopup=menu]") : null;
      if (button) open(event, button);
      const menu = menuOf(event.target);
      if (!menu || event.ctrlKey || event.metaKey || event.altKey) return;
      if (press(event, event.target.closest("[role^=menuitem]"), itemsOf(menu))) {
        event.preventDefault();
        event.stopImmediatePropagation();
      } else if (document.documentElement.dataset.circuit === "lost") {
        // The server, which closes menus, does not hear the key: the keyboard may leave, as Escape and Tab do.
        if (event.key === "Escape") document.querySelector(".mud-menu > [aria-expanded=true]")?.focus();
      } else if (event.key === "Tab") event.preventDefault();
    },
    true,
  );

  // A calendar that its button opened leaves the keyboard on the button, where MudBlazor does not hear Escape.
  document.addEventListener(
    "keydown",
    event => {
      const button =
        event.target instanceof Element ? event.target.closest(".mud-picker .mud-input-adornment button") : null;
      if (event.key !== "Escape" || !button || !document.querySelector(".mud-popover-open .mud-picker-calendar"))
        return;
      event.preventDefault();
      event.stopImmediatePropagation();
      button.click();
    },
    true,
  );

  // At its first use a menu's button is rendered again (Components/Parts/ActionMenu.razor), and the first button takes the
  // keyboard with it: until the menu is there, the next key would go to the page.
  let focused = null;
  document.addEventListener("focusin", event => {
    focused = event.target;
  });
  const keepFocus = ({ target, removedNodes }) => {
    if (document.activeElement !== document.body) return;
    for (const node of removedNodes) {
      if (!(node instanceof Element) || !node.matches(".mud-menu") || !node.contains(focused)) continue;
      const name = focused.getAttribute("aria-label") ?? focused.textContent;
      [...target.querySelectorAll(".mud-menu > [aria-haspopup=menu]")]
        .find(button => (button.getAttribute("aria-label") ?? button.textContent) === name)
        ?.focus({ preventScroll: true });
    }
  };

  // The first item has the keyboard as soon as it is there, also in a menu that was opened with the mouse.
  new MutationObserver(changes => {
    changes.forEach(keepFocus);
    for (const { addedNodes } of changes)
      for (const node of addedNodes) {
        const menu = node instanceof Element ? node.querySelector(".mud-menu-list") : null;
        if (!menu) continue;
        window.dashboard.pressAppearance();
        itemsOf(menu)[0]?.focus({ preventScroll: true });
      }
  }).observe(document.body, { childList: true, subtree: true });

  // What an item does without the server.
  document.addEventListener("click", event => {
    const item = menuOf(event.target) && event.target.closest("[role^=menuitem]");
    if (!item) return;
    if (item.dataset.show) document.getElementById(item.dataset.show)?.showPopover();
    if (item.dataset.submit) document.getElementById(item.dataset.submit)?.requestSubmit();
  });
})();
