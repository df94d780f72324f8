// Asks for a list as a file. The answer is the file, or, for a large list, the page on which it is being written.
(() => {
  const shownFor = 10000;
  let waiting;

  const place = () =>
    document.querySelector(".export-wait") ??
    (() => {
      const made = document.createElement("div");
      made.className = "export-wait card";
      made.innerHTML = `<span role="status"></span><button type="button" class="btn tiny">Cancel</button>`;
      made.querySelector("button").onclick = () => {
        waiting?.abort();
        made.remove();
      };
      document.body.append(made);
      return made;
    })();

  const say = (words, button) => {
    place().querySelector("span").textContent = words;
    place().querySelector("button").textContent = button;
  };

  const nameOf = answer => /filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "export";

  const save = async answer => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = nameOf(answer);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), shownFor);
  };

  const send = async address => {
    waiting?.abort();
    const mine = (waiting = new AbortController());
    say("Preparing the export…", "Cancel");
    try {
      const answer = await fetch(address, { headers: { Prefer: "respond-async" }, signal: mine.signal });
      const elsewhere = answer.headers.get("Location");
      if (elsewhere) Blazor.navigateTo(elsewhere);
      // Signed out, or no longer allowed: that page says so.
      else if (answer.redirected) location.assign(answer.url);
      else if (answer.ok) await save(answer);
      else throw new Error(answer.status);
      place().remove();
    } catch (error) {
      if (error.name === "AbortError") return;
      say("The export could not be prepared. Try again in a moment.", "Close");
    }
  };

  document.addEventListener("click", event => {
    const link = event.target.closest?.("a[data-export]");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    send(link.href);
  });
})();
