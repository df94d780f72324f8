// What one's account page does in the browser: times in the browser's zone, and which appearance is chosen.
const today = new Date().toDateString();

for (const time of document.querySelectorAll("time[data-local]")) {
  const at = new Date(time.dateTime);
  const clock = { hour: "2-digit", minute: "2-digit", hour12: false };
  const day = { day: "numeric", month: "short", ...clock };
  time.textContent = at.toLocaleString("en-GB", at.toDateString() === today ? clock : day);
  time.title = at.toLocaleString("en-GB", { dateStyle: "full", timeStyle: "long" });
}

for (const button of document.querySelectorAll("button[data-appearance]")) {
  const isChosen = button.dataset.appearance === document.documentElement.dataset.appearance;
  button.setAttribute("aria-pressed", String(isChosen));
}
