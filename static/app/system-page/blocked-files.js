/** <blocked-files>: what the scanner blocked, whose and where. There is no way into the files. */
import { html, nothing } from "lit";
import { api } from "../api.js";
import { formatExact, formatRecent } from "../format.js";
import { gettext } from "../i18n.js";
import { Polled } from "./polled.js";

/** @typedef {{attachmentId: string, filename: string, uploaderName: string, roomId: string, virusName: string, blockedAt: string}} Blocked */

class BlockedFiles extends Polled {
  pause = 10_000;
  /** @type {Blocked[]} */
  files = [];
  more = false;
  shown = 20;

  async load() {
    const { results, next } = await api.get(`/system/blocked-files?limit=${this.shown}`);
    this.files = results;
    this.more = Boolean(next);
  }

  content() {
    if (!this.files.length) return html`<p class="small">${gettext("No file was blocked.")}</p>`;
    return html`<div class="table-scroll" tabindex="0" role="region" aria-labelledby="blocked-title"><table>
        <thead><tr><th scope="col">${gettext("File")}</th><th scope="col">${gettext("Sent by")}</th><th scope="col">${gettext("Found")}</th><th scope="col">${gettext("Blocked")}</th></tr></thead>
        <tbody>${this.files.map((file) => html`<tr><td>${file.filename}</td><td>${file.uploaderName}</td><td><code>${file.virusName}</code></td>
          <td title=${formatExact(file.blockedAt)}>${formatRecent(file.blockedAt)}</td></tr>`)}</tbody></table></div>
      ${this.more ? html`<button @click=${() => { this.shown = Math.min(200, this.shown + 40); this.ask(); }}>${gettext("Show more")}</button>` : nothing}`;
  }
}
customElements.define("blocked-files", BlockedFiles);
