/** What a link in a message leads to, once the server has looked. Templates only. */
import { html, nothing } from "lit";

/** @typedef {import("../types").Link} Link */

/** The cards of those that could be fetched; the others stay links in the text. @param {Link[]} links @param {boolean} reachable */
export const linkCards = (links, reachable) =>
  links.filter(({ status, title, url }) => status === "READY" && title && /^https?:/i.test(url)).map((link) => card(link, reachable ? 0 : -1));

/** @param {Link} link @param {number} tab */
const card = ({ url, domain, title, description, imageUrl }, tab) => html`<a class="link-card" href=${url} target="_blank" rel="noopener noreferrer" tabindex=${tab}>
  ${imageUrl ? html`<img src=${imageUrl} alt="" width="96" height="96" loading="lazy" decoding="async" draggable="false" @error=${gone}>` : nothing}
  <span class="link-text"><b>${title}</b>${description ? html`<small>${description}</small>` : nothing}<small class="link-domain">${domain}</small></span></a>`;

/** @param {Event} event */
function gone({ target }) {
  /** @type {HTMLElement} */ (target).hidden = true;
}
