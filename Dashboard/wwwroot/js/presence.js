// How long nobody has used this window, for the note of when the operator left.
(() => {
  let usedAt = performance.now();
  for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"])
    addEventListener(
      kind,
      () => {
        usedAt = performance.now();
      },
      { capture: true, passive: true },
    );

  window.dashboard = Object.assign(window.dashboard ?? {}, {
    secondsUnused: () => (performance.now() - usedAt) / 1000,
  });
})();
