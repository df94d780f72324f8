// Keys and presses on lists of rows. Here and not on the server: the focus has to move with the key, not a network's trip
// later.
(() => {
  const rowOf = node => (node instanceof Element ? node.closest("[data-rows] [data-row]") : null);
  const isControl = node => node.closest("a, button, input, label");
  const isTyping = node =>
    node instanceof Element && node.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

  const focusRow = row => {
    if (!row) return;
    const inside = "a, button, input";
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

  const onRowKey = (event, row) => {
    const rows = row.closest("[data-rows]").querySelectorAll("[data-row]");
    const target = {
      ArrowDown: () => neighbour(row, 1),
      ArrowUp: () => neighbour(row, -1),
      Home: () => rows[0],
      End: () => rows[rows.length - 1],
    }[event.key];
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
      row
        .querySelector("[data-act=select]")
        ?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: event.shiftKey }));
    } else {
      const action = { c: "copy", e: "send" }[event.key.toLowerCase()];
      const offered = row.closest("[data-rows]").getAttribute("aria-keyshortcuts")?.split(" ") ?? [];
      // A held key is one press.
      if (
        action &&
        !event.repeat &&
        offered.includes(event.key.toUpperCase()) &&
        !(action === "copy" && row.classList.contains("no-link"))
      )
        act(row, action);
    }
  };

  // To the list's handler on the server; where the pressed element ends is where a menu opens.
  const act = (row, action, shift = false, pressed = row) => {
    const { right, bottom } = pressed.getBoundingClientRect();
    const detail = {
      row: row.dataset.row,
      action,
      shift,
      x: Math.round(right + scrollX),
      y: Math.round(bottom + scrollY),
    };
    const isOnItsWay = row.dispatchEvent(new CustomEvent("rowaction", { bubbles: true, cancelable: true, detail }));
    if (isOnItsWay && action === "copy") window.dashboard.copyMade();
  };

  // The first row that is not scrolled out, or below what stays at the top.
  const rowInSight = () => {
    const rows = [...document.querySelectorAll("[data-rows] [data-row]")];
    return (
      rows.find(row => row.getBoundingClientRect().top >= parseFloat(getComputedStyle(row).scrollMarginTop) - 1) ??
      rows[0]
    );
  };

  // From anywhere on the page.
  const enterList = event => {
    const row = rowInSight();
    if (!row) return;
    event.preventDefault();
    row.focus();
  };

  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof Element))
      return;
    const isCovered = document.querySelector(".mud-dialog, .mud-popover-open:not(.mud-tooltip), :popover-open");
    if (event.key === "Escape" && !isTyping(event.target) && !isCovered) {
      document.querySelector("[data-clear-selection]")?.click();
    } else if (event.key === "/" && !isTyping(event.target)) {
      const search = document.querySelector("[data-page-search]") ?? document.getElementById("search");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    } else if (!isTyping(event.target) && !event.target.closest(".mud-dialog, .mud-popover")) {
      const row = rowOf(event.target);
      const name = (event.shiftKey ? "Shift+" : "") + event.key.toLowerCase();
      const step =
        !document.querySelector(".mud-dialog") &&
        document.querySelector(`[data-step="${CSS.escape(name)}"]:not(:disabled)`);
      if (row && !(step && event.shiftKey)) onRowKey(event, row);
      else if (step && !event.repeat) step.click();
      else if (event.key === "ArrowDown" && !isCovered) enterList(event);
    }
  });

  // Sends or saves what a dialog asks about, from wherever the focus is in it.
  document.addEventListener("keydown", event => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat || event.defaultPrevented) return;
    const confirm = document.querySelector(".mud-dialog [data-confirm]:not(:disabled, [aria-disabled=true])");
    if (confirm) {
      event.preventDefault();
      confirm.click();
    }
  });

  // A row that was scrolled out takes the list's only tab stop with it.
  document.addEventListener("scrollend", () => {
    for (const list of document.querySelectorAll("[data-rows]")) {
      if (!list.querySelector('[data-row][tabindex="0"]'))
        list.querySelector("[data-row]")?.setAttribute("tabindex", "0");
    }
  });

  // Shift and a press select rows here, not words.
  document.addEventListener("mousedown", event => {
    if (event.shiftKey && event.target instanceof Element && event.target.closest(".row-check")) event.preventDefault();
  });

  // A tick is what the server says is selected, also when the press selected more rows or none.
  new MutationObserver(changes => {
    for (const { target } of changes) {
      const box = target.querySelector("[data-act=select]");
      if (box) box.checked = target.getAttribute("aria-selected") === "true";
    }
  }).observe(document, { subtree: true, attributeFilter: ["aria-selected"] });

  // What a cell has no room for.
  document.addEventListener("pointerover", event => {
    const words =
      event.target instanceof Element && event.target.closest("[data-rows] td.c-next > span:not(.assignee)");
    if (words) words.title = words.scrollHeight > words.clientHeight ? words.textContent : "";
  });

  document.addEventListener("DOMContentLoaded", () =>
    window.Blazor?.registerCustomEventType("rowaction", { createEventArgs: event => event.detail }),
  );

  Object.assign(window.dashboard, { rowInSight });

  document.addEventListener("focusin", event => focusRow(rowOf(event.target)));

  document.addEventListener("click", event => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-to-top]")) scrollTo({ top: 0 });
    const row = rowOf(event.target);
    const pressed = row && event.target.closest("[data-act]");
    if (pressed) act(row, pressed.dataset.act, event.shiftKey, pressed);
    if (row && !isControl(event.target) && !String(getSelection())) row.querySelector("[data-open]")?.click();
  });
})();
