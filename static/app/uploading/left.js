/** How long something takes, as people say it. */
import { gettext, interpolate, ngettext } from "../i18n.js";

const MINUTE = 60;
const HOUR = 3600;

/** "1분 남음"; nothing while the speed is not known. @param {number} bytes still to go @param {number} rate bytes a second */
export function timeLeft(bytes, rate) {
  if (rate <= 0) return "";
  const seconds = Math.max(1, Math.round(bytes / rate));
  if (seconds < MINUTE) return interpolate(ngettext("%(n)s second left", "%(n)s seconds left", seconds), { n: seconds });
  const minutes = Math.round(seconds / MINUTE);
  if (seconds < HOUR) return interpolate(ngettext("%(n)s minute left", "%(n)s minutes left", minutes), { n: minutes });
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return interpolate(gettext("%(hours)s h %(minutes)s min left"), { hours, minutes: rest });
}
