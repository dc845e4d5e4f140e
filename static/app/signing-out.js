/** Signing out takes along what this device kept: unsent messages, drafts, the offline cache. */
import { csrfToken } from "./api.js";
import { wipe } from "./db.js";
import { gettext, interpolate, ngettext } from "./i18n.js";
import { outbox } from "./outgoing.js";
import { store } from "./store.js";

export async function signOut() {
  const waiting = outbox.size;
  const question = ngettext(
    "%(n)s message has not been sent yet and would be lost. Sign out all the same?",
    "%(n)s messages have not been sent yet and would be lost. Sign out all the same?",
    waiting,
  );
  if (waiting && !confirm(interpolate(question, { n: waiting }))) return;
  await Promise.race([wipe().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 2000))]);
  const form = document.createElement("form");
  const token = document.createElement("input");
  form.method = "post";
  form.action = "/logout";
  token.type = "hidden";
  token.name = "csrfmiddlewaretoken";
  token.value = csrfToken();
  form.append(token);
  document.body.append(form);
  form.submit();
}
