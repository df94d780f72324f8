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
    const region =
      document.getElementById("copy-announcer") ??
      (() => {
        const made = document.createElement("div");
        made.id = "copy-announcer";
        made.className = "visually-hidden";
        made.setAttribute("aria-live", "polite");
        document.body.append(made);
        return made;
      })();
    region.textContent = "";
    requestAnimationFrame(() => {
      region.textContent = words;
    });
  };

  const show = (button, state) => {
    button.dataset.copied = state;
    clearTimeout(button.copiedTimer);
    button.copiedTimer = setTimeout(() => {
      delete button.dataset.copied;
    }, shownFor);
  };

  // The button beside the value that this press makes; fails when none appears in time. One that is there already belongs
  // to an earlier press, for another customer.
  const madeFor = 10_000;
  const whenMade = () =>
    new Promise((resolve, reject) => {
      const earlier = document.querySelector("[data-copy-made]");
      const find = () => {
        const button = [...document.querySelectorAll("[data-copy-made]")].find(made => made !== earlier);
        if (!button) return;
        clearTimeout(timer);
        appeared.disconnect();
        resolve(button);
      };
      const appeared = new MutationObserver(find);
      const timer = setTimeout(() => {
        appeared.disconnect();
        reject(new Error("nothing was made"));
      }, madeFor);
      appeared.observe(document.body, { childList: true, subtree: true });
    });

  // Copies what a press makes on the server. Browsers copy only for a press: it begins now and waits for the value.
  const copyMade = async () => {
    const made = whenMade();
    const text = made.then(button => button.dataset.copy);
    const blob = text.then(words => new Blob([words], { type: "text/plain" }));
    // A browser that refuses at once leaves it to nobody.
    blob.catch(() => {});
    try {
      if (window.ClipboardItem && navigator.clipboard?.write)
        await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
      else if (navigator.clipboard) await navigator.clipboard.writeText(await text);
      else legacyCopy(await text);
      show(await made, "yes");
      announce("Link copied");
    } catch {
      // Refused, or nothing to copy: the button beside the value copies it.
    }
  };
  window.dashboard.copyMade = copyMade;

  document.addEventListener(
    "click",
    event => {
      if (event.target instanceof Element && event.target.closest("[data-copies]")) copyMade();
    },
    true,
  );

  document.addEventListener(
    "click",
    async event => {
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
    },
    true,
  );
})();
