/** What a script adds to the pages of second factor and password: copying, printing, how strong a password is. */

/** @param {string} selector @returns {HTMLElement[]} */
const those = (selector) => [...document.querySelectorAll(selector)].filter((found) => found instanceof HTMLElement);

for (const button of those("button[data-copies]")) {
  const source = document.getElementById(button.dataset.copies ?? "");
  if (!source || !navigator.clipboard) continue; // browsers offer it on secure addresses only
  button.hidden = false;
  button.addEventListener("click", async () => {
    const lines = [...source.querySelectorAll("code")].map((one) => one.textContent ?? "");
    await navigator.clipboard.writeText(lines.length ? lines.join("\n") : (source.textContent ?? "").replaceAll(" ", ""));
    const said = button.querySelector("span");
    if (said) said.textContent = button.dataset.done ?? "";
  });
}

for (const button of those("button[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

const WEAK = 50; // bits, as far as they can be counted without a list of words
const FAIR = 70;

/** How many guesses, in bits: signs that are there, and how many of them differ. @param {string} text */
function bits(text) {
  const kinds = /** @type {[RegExp, number][]} */ ([[/[a-z]/, 26], [/[A-Z]/, 26], [/[0-9]/, 10], [/[가-힣]/, 400], [/[^a-zA-Z0-9가-힣]/, 20]]);
  const pool = kinds.reduce((sum, [kind, size]) => sum + (kind.test(text) ? size : 0), 1);
  const letters = [...text];
  const differ = new Set(letters).size;
  return Math.min(letters.length, differ * 1.6) * Math.log2(pool);
}

for (const part of those("[data-strength]")) {
  const field = part.querySelector("input");
  const line = part.querySelector(".strength");
  const [meter, said] = [line?.querySelector("meter"), line?.querySelector("span")];
  if (!field || !(line instanceof HTMLElement) || !meter || !said) continue;
  const least = Number(part.dataset.strength);
  field.addEventListener("input", () => {
    const strength = bits(field.value);
    const level = [...field.value].length < least ? 0 : strength < WEAK ? 1 : strength < FAIR ? 2 : 3;
    line.hidden = !field.value;
    meter.value = level;
    said.textContent = part.dataset[["short", "weak", "fair", "strong"][level] ?? ""] ?? "";
  });
}
