/** Hangul typed while the keyboard stood on English. */
import { convertQwertyToHangul } from "es-hangul";

/** What was meant by `rlagksmf` ("김하늘"), or null. @param {string} query */
export function meantHangul(query) {
  if (!/^[a-z]{2,}$/i.test(query)) return null;
  const meant = convertQwertyToHangul(query);
  return /[가-힣]/.test(meant) ? meant : null;
}
