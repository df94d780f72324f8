// The clock of every screen. Ages, countdowns and the clock beside "Live" move on in the browser, by the server's clock,
// so that a screen on which nothing happens costs the server nothing.
(() => {
  const months = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ];
  const longAgo = 60 * 86_400;
  const agesEvery = 10;

  // What the server's clock is ahead of performance.now(), which nobody can set to another time.
  let ahead = Date.now() - performance.now();
  const now = () => performance.now() + ahead;

  const pair = (large, largeUnit, small, smallUnit) =>
    small === 0 || large >= 10 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

  const duration = seconds => {
    const minutes = Math.floor(seconds / 60);
    const hours = Math.floor(minutes / 60);
    if (minutes < 1) return "just now";
    if (hours < 1) return `${minutes} min`;
    return hours < 24 ? pair(hours, "h", minutes % 60, "min") : pair(Math.floor(hours / 24), "d", hours % 24, "h");
  };

  const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
  const exact = time => {
    const [date, clock, zone] = [time.slice(0, 10), time.slice(11, 19), time.slice(19)];
    const day = new Date(date);
    return `${weekdays[day.getUTCDay()]} ${day.getUTCDate()} ${months[day.getUTCMonth()]} ${day.getUTCFullYear()}, ${clock} (UTC${zone === "+00:00" ? "" : zone})`;
  };

  // The words of TimeText; a test holds the two against each other. The time is written in the operator's zone.
  const ageWords = (kind, time, at) => {
    if (kind === "exact") return exact(time);
    const seconds = (at - Date.parse(time)) / 1000;
    if (kind === "for") return duration(seconds);
    if (seconds > longAgo)
      return `${kind === "since" ? "since" : "in"} ${months[Number(time.slice(5, 7)) - 1]} ${time.slice(0, 4)}`;
    const words = duration(seconds);
    return words === "just now" ? words : `${words} ago`;
  };

  const write = (element, words) => {
    const node = element.firstChild;
    // Blazor keeps a reference to its text node: another node in its place would never change again.
    if (node?.nodeType === Node.TEXT_NODE && node.data !== words) node.data = words;
  };

  const showAge = time => write(time, ageWords(time.dataset.age, time.dateTime, now()));
  const showAges = () => document.querySelectorAll("time[data-age]").forEach(showAge);

  const showCountdowns = () => {
    for (const timer of document.querySelectorAll("[data-until]")) {
      const seconds = Math.ceil((Number(timer.dataset.until) - now()) / 1000);
      // What is shown at the end comes from the server.
      if (seconds > 0) write(timer, `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
    }
  };

  const formats = new Map();
  const formatOf = zone => {
    if (!formats.has(zone)) {
      const parts = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
      try {
        formats.set(zone, new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: zone }));
      } catch {
        // A zone that only the server knows.
        formats.set(zone, new Intl.DateTimeFormat("en-GB", parts));
      }
    }
    return formats.get(zone);
  };

  const liveClock = () => document.querySelector("time[data-as-of]");
  const clockText = at => formatOf(liveClock()?.dataset.asOf || undefined).format(at);

  const showClock = () => {
    const clock = liveClock();
    if (clock && document.documentElement.dataset.circuit !== "lost" && !clock.closest(".stale"))
      write(clock, clockText(now()));
  };

  let ticks = 0;
  const tick = () => {
    if (document.hidden) return;
    showClock();
    showCountdowns();
    if (ticks++ % agesEvery === 0) showAges();
  };

  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", () => {
    ticks = 0;
    tick();
  });
  // In a list of many rows the exact times are not sent: few of them are looked at.
  document.addEventListener("pointerover", event => {
    const time = event.target instanceof Element && event.target.closest("time[data-age]:not([title])");
    if (time) time.title = exact(time.dateTime);
  });
  // Another moment in the same place may have the words that the server sent last.
  new MutationObserver(changes =>
    changes.forEach(change => {
      if (change.target.dataset.age) showAge(change.target);
    }),
  ).observe(document, { subtree: true, attributeFilter: ["datetime"] });

  Object.assign(window.dashboard, {
    ageWords,
    now,
    clockText,
    setNow(serverTime) {
      ahead = serverTime - performance.now();
      ticks = 0;
      tick();
    },
  });
})();
