// Copies the value of [data-copy] inside the click itself: Safari refuses a copy that comes later.
(() => {
  const shownFor = 1600;

  const legacyCopy = text => {
    // Plain http on a host other than localhost has no clipboard API.
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "visually-hidden";
    (document.querySelector("dialog[open], .mud-dialog") ?? document.body).append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    if (!copied) throw new Error("refused");
  };

  const announce = words => {
    const region = document.getElementById("copy-announcer") ?? (() => {
      const made = document.createElement("div");
      made.id = "copy-announcer";
      made.className = "visually-hidden";
      made.setAttribute("aria-live", "polite");
      document.body.append(made);
      return made;
    })();
    region.textContent = "";
    requestAnimationFrame(() => { region.textContent = words; });
  };

  const show = (button, state) => {
    button.dataset.copied = state;
    clearTimeout(button.copiedTimer);
    button.copiedTimer = setTimeout(() => { delete button.dataset.copied; }, shownFor);
  };

  document.addEventListener("click", async event => {
    const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
    if (!button) return;
    try {
      if (navigator.clipboard) await navigator.clipboard.writeText(button.dataset.copy);
      else legacyCopy(button.dataset.copy);
      show(button, "yes");
      announce("Copied");
    } catch {
      show(button, "no");
      announce("Copying was refused. Select the text and copy it yourself.");
    }
  }, true);
})();
