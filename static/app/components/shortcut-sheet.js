/** <shortcut-sheet>: every key there is, by what one is doing. */
import { html } from "lit";
import { gettext } from "../i18n.js";
import { store } from "../store.js";
import { DialogElement } from "./dialog.js";

/** @returns {[string, [string[], string][]][]} */
function sheet() {
  const byCtrl = store.me.preferences.sendKey === "ctrlEnter";
  return [
    [gettext("Writing"), [
      [[byCtrl ? "Ctrl+Enter" : "Enter"], gettext("Send")],
      [[byCtrl ? "Enter" : "Shift+Enter"], gettext("New line")],
      [["@"], gettext("Mention somebody")],
      [["Ctrl+B", "Ctrl+I", "Ctrl+E"], gettext("Bold, italics, code")],
      [["`code`", "> ", "- "], gettext("Code, quotation, list")],
      [["Alt+U"], gettext("Attach files")],
      [["↑"], gettext("Edit my last message (in an empty field)")],
      [["Esc"], gettext("Close: menu, reply, panel")],
    ]],
    [gettext("On a message"), [
      [["↑", "↓"], gettext("Previous, next message")],
      [["R"], gettext("Reply")],
      [["E"], gettext("React")],
      [["F2"], gettext("Edit")],
      [["F"], gettext("Forward")],
      [["S"], gettext("Bookmark")],
      [["P"], gettext("Pin as a notice")],
      [["Del"], gettext("Delete")],
      [["Ctrl+End"], gettext("To the newest message")],
    ]],
    [gettext("Looking at files"), [
      [["←", "→"], gettext("Previous, next file")],
      [["+", "-", "0"], gettext("Larger, smaller, fit")],
      [["Esc"], gettext("Back")],
    ]],
    [gettext("Getting around"), [
      [["Ctrl+K"], gettext("Search for a room or a person")],
      [["Ctrl+F"], gettext("Search in this conversation")],
      [["Ctrl+Shift+F"], gettext("Search everything")],
      [["Alt+↑", "Alt+↓"], gettext("Previous, next room")],
      [["Alt+Shift+↑", "Alt+Shift+↓"], gettext("Previous, next unread room")],
      [["F6", "Shift+F6"], gettext("Next, previous pane")],
      [["Alt+1"], gettext("Conversations")],
      [["Alt+2"], gettext("Org chart")],
      [["Alt+3"], gettext("File box")],
      [["Alt+4"], gettext("Surveys")],
      [["Alt+5"], gettext("Settings")],
      [["Alt+I"], gettext("Room information")],
      [["Ctrl+/"], gettext("This sheet")],
    ]],
  ];
}

class ShortcutSheet extends DialogElement {
  heading() {
    return gettext("Keyboard shortcuts");
  }

  content() {
    return html`<div class="dialog-body"><div class="shortcuts">${sheet().map(([title, keys]) => html`
      <section>
        <h3>${title}</h3>
        <dl>${keys.map(([codes, act]) => html`<div>
          <dt>${act}</dt><dd>${codes.map((code) => html`<kbd>${code}</kbd> `)}</dd>
        </div>`)}</dl>
      </section>`)}</div></div>`;
  }
}
customElements.define("shortcut-sheet", ShortcutSheet);
