// Where one was in a list, so that Back leads to the same row at the same height of the window.
(() => {
  // The row that was left last: its list, its own address and its distance from the top of the window.
  let left = null;
  // The address that Back or Forward led to last.
  let traversedTo = null;

  addEventListener("popstate", () => {
    traversedTo = location.href;
  });

  addEventListener(
    "click",
    event => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!link) return;
      traversedTo = null;
      const row = link.closest("[data-rows] [data-row]");
      const open = row?.querySelector("[data-open]");
      if (open)
        left = { list: location.href, address: open.getAttribute("href"), top: row.getBoundingClientRect().top };
    },
    true,
  );

  const placeKey = "dashboard-place";

  const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")];
  const indexOf = row => Number(row.getAttribute("aria-rowindex")) - 2;

  const rendered = () =>
    new Promise(done => {
      const list = document.querySelector("[data-rows]");
      const observer = new MutationObserver(() => finish());
      const late = setTimeout(() => finish(), 400);
      // With reduced motion, every style takes effect a frame later.
      const finish = () => {
        observer.disconnect();
        clearTimeout(late);
        requestAnimationFrame(() => requestAnimationFrame(done));
      };
      observer.observe(list ?? document.body, { childList: true, subtree: true });
    });

  // Only the rows around the window exist. Goes by the nearest one that does, which is exact when all are equally high.
  const approach = (index, top) => {
    const nearest = rows().reduce(
      (best, row) => (!best || Math.abs(indexOf(row) - index) < Math.abs(indexOf(best) - index) ? row : best),
      null,
    );
    if (!nearest) return;
    const box = nearest.getBoundingClientRect();
    scrollBy(0, box.top + (index - indexOf(nearest)) * box.height - top);
  };

  Object.assign(window.dashboard, {
    // The address of the row that was left, when Back or Forward led to this list; empty when no row was left.
    backAtRow: () => (traversedTo !== location.href ? null : left?.list === location.href ? left.address : ""),

    // Before this page is loaded again because its circuit is lost: the row with the keyboard, or else the first in sight.
    keepPlace() {
      const focused = document.activeElement?.closest("[data-rows] [data-row]");
      const row = focused ?? window.dashboard.rowInSight();
      const address = row?.querySelector("[data-open]")?.getAttribute("href");
      if (!address || scrollY === 0) return;
      const { top } = row.getBoundingClientRect();
      const place = { list: location.href, address, index: indexOf(row), top, isPassive: !focused };
      try {
        sessionStorage.setItem(placeKey, JSON.stringify(place));
      } catch {
        // A browser that stores nothing begins at the top.
      }
    },

    // What was kept for this list, once: the row's index and address.
    keptRow() {
      try {
        const place = JSON.parse(sessionStorage.getItem(placeKey));
        sessionStorage.removeItem(placeKey);
        if (place?.list !== location.href) return null;
        left = place;
        return `${place.index} ${place.address}`;
      } catch {
        return null;
      }
    },

    async goToRow(address, index) {
      const place = left?.list === location.href && left.address === address ? left : { top: innerHeight / 3 };
      const { top } = place;
      const find = () => rows().find(row => row.querySelector("[data-open]")?.getAttribute("href") === address);
      const until = new AbortController();
      // Who scrolls or types meanwhile has found the place.
      for (const type of ["wheel", "touchstart", "keydown", "pointerdown"])
        addEventListener(type, () => until.abort(), { signal: until.signal, passive: true });
      for (let tries = 0, still = 0; tries < 60 && still < 4 && !until.signal.aborted; tries++) {
        const row = find();
        const before = scrollY;
        if (row) {
          // Keys of somebody who was elsewhere must not meet a row.
          if (!place.isPassive) row.focus({ preventScroll: true });
          scrollBy(0, Math.round(row.getBoundingClientRect().top - top));
          still = scrollY === before ? still + 1 : 0;
        } else {
          approach(index, top);
          still = 0;
        }
        // Rows around it are read now, and the space for those that do not exist changes with them.
        await rendered();
      }
      until.abort();
    },
  });
})();
