// Tells that a run is over to who looks elsewhere: by the tab's title and, if asked for, by the
// browser's own notice. The page has to stay open.
// data: {run, going, done, words}

const AT_REST = "Photo to Emoji";

export default function ({ data: given, parentElement }) {
  const { run, going, done, words } = given[0];
  const button = parentElement.querySelector("button");
  const told = parentElement.querySelector("span");
  const watched = window.watchedRun === run;
  if (going) {
    window.watchedRun = run;
    document.title = `${Math.floor(100 * done)} % · Training`;
  } else if (watched) {
    window.watchedRun = undefined;
    document.title = words;
    if (permission() === "granted") new Notification(words, { tag: run });
  }
  offer(button, told, going);
  button.onclick = async () => {
    await Notification.requestPermission();
    offer(button, told, going);
  };
  const back = () => {
    if (!document.hidden && !window.watchedRun) document.title = AT_REST;
  };
  document.addEventListener("visibilitychange", back);
  return () => {
    document.removeEventListener("visibilitychange", back);
    if (!parentElement.isConnected) document.title = AT_REST;
  };
}

// "unable" where the browser has no notices or the address is not secure.
function permission() {
  return "Notification" in window && isSecureContext ? Notification.permission : "unable";
}

function offer(button, told, going) {
  button.hidden = !going || permission() !== "default";
  told.hidden = !going || permission() !== "granted";
}
