// Browsers silently cut a pasted text at the field's maxlength. Reports how much was cut.
(() => {
  const shownFor = 12_000;
  let note = null;
  let timer = 0;

  const say = words => {
    // Outside of what Blazor renders, which must not find elements that it did not make.
    if (!note) {
      note = document.createElement("div");
      note.className = "length-note";
      note.setAttribute("role", "alert");
      document.body.append(note);
    }
    note.hidden = false;
    note.textContent = words;
    clearTimeout(timer);
    timer = setTimeout(() => {
      note.hidden = true;
    }, shownFor);
  };

  // The most that MudBlazor's own fields take, which is more than one message to the server may have.
  const unlimited = 524288;
  document.addEventListener("focusin", event => {
    if (event.target.maxLength === unlimited) event.target.maxLength = 100;
  });

  const check = (event, text) => {
    const field = event.target;
    if (!text || !(field.maxLength > 0)) return;
    const added = text.replaceAll("\r\n", "\n").length;
    const kept = field.value.length - ((field.selectionEnd ?? 0) - (field.selectionStart ?? 0));
    const surplus = kept + added - field.maxLength;
    if (surplus > 0)
      say(
        `This field takes at most ${field.maxLength.toLocaleString("en")} characters: ${surplus.toLocaleString("en")} were cut off.`,
      );
  };

  document.addEventListener("paste", event => check(event, event.clipboardData?.getData("text")));
  document.addEventListener("drop", event => check(event, event.dataTransfer?.getData("text")));
})();
