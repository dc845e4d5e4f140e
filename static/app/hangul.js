/** Finding Korean names as people type: initial consonants, unfinished syllables, the wrong keyboard layout. */
const LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const BASE = 0xac00;
const PER_LEAD = 588; // 21 vowels x 28 finals
const FINALS = 28;

/** @param {string} text */
const plain = (text) => text.normalize("NFC").toLowerCase().replace(/\s+/g, "");

/** Whether a typed character can be the beginning of one in a name. @param {string} typed @param {string} there */
function fits(typed, there) {
  if (typed === there) return true;
  const code = there.charCodeAt(0) - BASE;
  if (code < 0 || code >= PER_LEAD * LEADS.length) return false;
  const lead = LEADS.indexOf(typed);
  if (lead >= 0) return Math.floor(code / PER_LEAD) === lead;
  const syllable = typed.charCodeAt(0) - BASE; // "기" is on its way to "김"
  if (syllable < 0 || syllable % FINALS !== 0) return false;
  return code - (code % FINALS) === syllable;
}

/** Where a query is found in a name, or -1; spaces do not count. @param {string} name @param {string} query */
export function findIn(name, query) {
  const there = [...plain(name)];
  const typed = [...plain(query)];
  for (let at = 0; at + typed.length <= there.length; at++) {
    if (typed.every((char, i) => fits(char, there[at + i]))) return at;
  }
  return -1;
}

/** Whether any of the texts matches; an empty query matches everything. @param {string} query @param {...string} texts */
export const matches = (query, ...texts) => texts.some((text) => findIn(text, query) >= 0);
