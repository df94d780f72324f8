// Sends a file that is dropped on, or chosen in, an element with data-upload to that address, as the body of one
// request: a large file flows to the server without passing the circuit. Says how far it is, and goes where the
// answer says.
(() => {
  const places = zone => ({
    bar: zone.querySelector("[data-upload-bar]"),
    words: zone.querySelector("[data-upload-words]"),
    cancel: zone.querySelector("[data-upload-cancel]"),
  });

  const say = (zone, words, isBad = false) => {
    const { words: place } = places(zone);
    place.textContent = words;
    place.classList.toggle("tone-bad", isBad);
  };

  const show = (zone, request) => {
    const { bar, cancel } = places(zone);
    bar.hidden = cancel.hidden = !request;
    zone.dataset.busy = request ? "yes" : "no";
    cancel.onclick = () => request?.abort();
  };

  const problemOf = request => {
    try {
      return JSON.parse(request.responseText).detail;
    } catch {
      return null;
    }
  };

  // The server explains its own refusals: an answer without an explanation comes from something in front of it.
  const wordsOf = (status, zone) => {
    const size = `${Math.floor(zone.dataset.uploadLargest / 1048576)} MB`;
    if (status === 413)
      return `A proxy in front of the dashboard refuses a file of this size (413). Have it accept bodies of ${size} for this address (nginx: client_max_body_size; see “One node” in docs/operations.md), or split the file.`;
    if (status === 408 || status === 502 || status === 503 || status === 504)
      return `A proxy in front of the dashboard ended the upload (${status}). Nothing was imported; try again, or have it wait longer for large uploads.`;
    return "The file was refused. Reload the page and try again.";
  };

  const end = (zone, request) => {
    show(zone, null);
    if (request.status === 201) {
      say(zone, "Read. Opening the import…");
      location.assign(JSON.parse(request.responseText).address);
      return;
    }
    say(zone, problemOf(request) ?? wordsOf(request.status, zone), true);
  };

  const send = async (zone, file) => {
    if (zone.dataset.busy === "yes") return;
    // The server refuses it too, but may break the connection off before its reason arrives.
    if (file.size > Number(zone.dataset.uploadLargest)) {
      say(
        zone,
        `${file.name} is larger than ${Math.floor(zone.dataset.uploadLargest / 1048576)} MB. Split it, and import the parts one after the other.`,
        true,
      );
      return;
    }
    const request = new XMLHttpRequest();
    const { bar } = places(zone);
    request.upload.onprogress = event => {
      bar.max = event.total;
      bar.value = event.loaded;
      say(zone, `Sending ${file.name}: ${Math.floor((100 * event.loaded) / event.total)} %`);
    };
    request.onload = () => end(zone, request);
    request.onerror = () => {
      show(zone, null);
      say(
        zone,
        "The connection was lost. Nothing was imported; try again. If it happens again immediately, a proxy in front of the dashboard may refuse files of this size.",
        true,
      );
    };
    request.onabort = () => {
      show(zone, null);
      say(zone, "Stopped. Nothing was imported.");
    };
    show(zone, request);
    say(zone, `Sending ${file.name}…`);
    try {
      const token = await (await fetch(zone.dataset.upload, { cache: "no-store" })).json();
      request.open("POST", zone.dataset.upload);
      request.setRequestHeader(token.header, token.token);
      request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
      request.setRequestHeader("Content-Type", "text/csv");
      request.send(file);
    } catch {
      request.onerror();
    }
  };

  const zoneOf = event => event.target.closest?.("[data-upload]");

  document.addEventListener("dragover", event => {
    const zone = zoneOf(event);
    if (!zone) return;
    event.preventDefault();
    zone.classList.add("over");
  });

  document.addEventListener("dragleave", event => {
    const zone = zoneOf(event);
    if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("over");
  });

  document.addEventListener("drop", event => {
    const zone = zoneOf(event);
    if (!zone) return;
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer.files.length === 1) send(zone, event.dataTransfer.files[0]);
    else say(zone, "Drop one file at a time.", true);
  });

  document.addEventListener("change", event => {
    const zone = zoneOf(event);
    if (!zone || event.target.type !== "file" || event.target.files.length !== 1) return;
    send(zone, event.target.files[0]);
    event.target.value = "";
  });
})();
