// Keys and presses on lists of rows, and menus made of <details>. Here and not on the server: the focus has
// to move with the key, not a network's trip later.
(() => {
  const rowOf = node => node instanceof Element ? node.closest("[data-rows] [data-row]") : null;
  const isControl = node => node.closest("a, button, input, select, textarea, summary, details, label");
  const isTyping = node => node instanceof Element && node.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

  const focusRow = row => {
    if (!row) return;
    const inside = "a, button, summary, input";
    for (const other of row.closest("[data-rows]").querySelectorAll("[data-row]")) {
      const index = other === row ? 0 : -1;
      if (other.tabIndex === index) continue;
      other.tabIndex = index;
      for (const control of other.querySelectorAll(inside)) control.tabIndex = index;
    }
  };

  const neighbour = (row, step) => {
    let next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    while (next && !next.matches("[data-row]")) next = step > 0 ? next.nextElementSibling : next.previousElementSibling;
    return next;
  };

  const closeMenus = except => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) if (menu !== except) menu.open = false;
  };

  const onRowKey = (event, row) => {
    const rows = row.closest("[data-rows]").querySelectorAll("[data-row]");
    const target = { ArrowDown: () => neighbour(row, 1), ArrowUp: () => neighbour(row, -1), Home: () => rows[0], End: () => rows[rows.length - 1] }[event.key];
    if (target) {
      event.preventDefault();
      const next = target();
      next?.focus();
      next?.scrollIntoView({ block: "nearest" });
    } else if (event.target === row && event.key === "Enter") {
      event.preventDefault();
      row.querySelector("[data-open]")?.click();
    } else if (event.target === row && event.key === " ") {
      event.preventDefault();
      // With Shift as with the mouse: from the last one to this one.
      row.querySelector("[data-act=select]")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: event.shiftKey }));
    } else {
      const action = { c: "copy", e: "send" }[event.key.toLowerCase()];
      // A held key is one press.
      if (action && !event.repeat && row.getAttribute("aria-keyshortcuts")?.split(" ").includes(event.key.toUpperCase())) act(row, action);
    }
  };

  // To the list's handler on the server.
  const act = (row, action, shift = false) => {
    const detail = { row: row.dataset.row, action, shift };
    const isOnItsWay = row.dispatchEvent(new CustomEvent("rowaction", { bubbles: true, cancelable: true, detail }));
    if (isOnItsWay && action === "copy") window.dashboard.copyMade();
  };

  // From anywhere on the page: to the first row that is not scrolled out.
  const enterList = event => {
    const rows = [...document.querySelectorAll("[data-rows] [data-row]")];
    const row = rows.find(row => row.getBoundingClientRect().top >= parseFloat(getComputedStyle(row).scrollMarginTop) - 1) ?? rows[0];
    if (!row) return;
    event.preventDefault();
    row.focus();
  };

  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof Element)) return;
    const menu = event.target.closest("details[data-menu]");
    if (event.key === "Escape" && menu?.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (menu?.open && !isTyping(event.target) && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const stops = [menu.querySelector("summary"), ...menu.querySelectorAll(".popup-item")];
      const step = event.key === "ArrowDown" ? 1 : -1;
      stops[(stops.indexOf(event.target) + step + stops.length) % stops.length]?.focus();
    } else if (event.key === "Escape" && !isTyping(event.target) && !document.querySelector(".mud-dialog, :popover-open")) {
      document.querySelector("[data-clear-selection]")?.click();
    } else if (event.key === "/" && !isTyping(event.target)) {
      const search = document.querySelector("[data-page-search]") ?? document.getElementById("search");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    } else if (!isTyping(event.target) && !event.target.closest(".mud-dialog")) {
      const row = rowOf(event.target);
      const name = (event.shiftKey ? "Shift+" : "") + event.key.toLowerCase();
      const step = document.querySelector(`[data-step="${CSS.escape(name)}"]:not(:disabled)`);
      if (row && !(step && event.shiftKey)) onRowKey(event, row);
      else if (step && !event.repeat) step.click();
      else if (event.key === "ArrowDown" && !document.querySelector(".mud-dialog, :popover-open")) enterList(event);
    }
  });

  // Sends or saves what a dialog asks about, from wherever the focus is in it.
  document.addEventListener("keydown", event => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat || event.defaultPrevented) return;
    const confirm = document.querySelector(".mud-dialog [data-confirm]:not(:disabled, [aria-disabled=true])");
    if (confirm) { event.preventDefault(); confirm.click(); }
  });

  // A row that was scrolled out takes the list's only tab stop with it.
  document.addEventListener("scrollend", () => {
    for (const list of document.querySelectorAll("[data-rows]")) {
      if (!list.querySelector('[data-row][tabindex="0"]')) list.querySelector("[data-row]")?.setAttribute("tabindex", "0");
    }
  });

  // Shift and a press select rows here, not words.
  document.addEventListener("mousedown", event => {
    if (event.shiftKey && event.target instanceof Element && event.target.closest(".row-check")) event.preventDefault();
  });

  // A menu near the edge of the screen opens inwards.
  document.addEventListener("toggle", event => {
    if (!(event.target instanceof Element) || !event.target.matches("details[data-menu][open]")) return;
    const row = rowOf(event.target);
    if (row) act(row, "menu");
    const popup = event.target.querySelector(".popup");
    // A menu whose items are not there yet opens inwards anyway.
    if (!popup) return;
    popup.style.translate = "";
    const over = popup.getBoundingClientRect().right + 8 - document.documentElement.clientWidth;
    if (over > 0) popup.style.translate = `${-over}px`;
  }, true);

  // A tick is what the server says is selected, also when the press selected more rows or none.
  new MutationObserver(changes => {
    for (const { target } of changes) {
      const box = target.querySelector("[data-act=select]");
      if (box) box.checked = target.getAttribute("aria-selected") === "true";
    }
  }).observe(document, { subtree: true, attributeFilter: ["aria-selected"] });

  // What a cell has no room for.
  document.addEventListener("pointerover", event => {
    const words = event.target instanceof Element && event.target.closest("[data-rows] td.c-next > span:not(.assignee)");
    if (words) words.title = words.scrollHeight > words.clientHeight ? words.textContent : "";
  });

  document.addEventListener("DOMContentLoaded", () => window.Blazor?.registerCustomEventType("rowaction", { createEventArgs: event => event.detail }));

  document.addEventListener("focusin", event => focusRow(rowOf(event.target)));

  document.addEventListener("click", event => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-to-top]")) scrollTo({ top: 0 });
    const menu = event.target.closest("details[data-menu]");
    // A field in a menu is no choice yet.
    const isChoice = event.target.closest(".popup") && !event.target.closest("[data-keep]");
    // Before the choice disappears with its menu. A key that presses it from the row leaves the keyboard in the row.
    if (isChoice && menu?.open && (menu.contains(document.activeElement) || document.activeElement === document.body))
      menu.querySelector("summary").focus();
    closeMenus(isChoice ? null : menu);
    const row = rowOf(event.target);
    const action = row && event.target.closest("[data-act]")?.dataset.act;
    if (action) act(row, action, event.shiftKey);
    if (row && !isControl(event.target) && !String(getSelection())) row.querySelector("[data-open]")?.click();
  });
})();
