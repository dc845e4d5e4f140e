/** Looks now and then whether the request was decided. Without scripts the page reloads by itself. */

const page = document.querySelector("[data-waits]");
if (page instanceof HTMLElement) {
  const address = page.dataset.waits ?? "";
  setInterval(async () => {
    const answer = await fetch(address, {redirect: "manual"}).catch(() => null); // no network: the next look is soon
    if (answer && !(await answer.text()).includes("data-waits")) location.assign(address);
  }, Number(page.dataset.again) * 1000);
}

export {}; // a module: its names are its own
