/**
 * Enter that sends, right for Hangul: one press sends once, and never half a syllable.
 *
 * While somebody writes Hangul the last syllable is still being composed when Enter is pressed. Leaving such an Enter
 * aside makes people press twice; sending at once sends "안녕하세요" and then "요". So a wish is remembered and carried
 * out after `compositionend`, from what then stands in the field. Browsers differ in the order of the events:
 * keydown 229 then end; 229, end, keydown 13; keydown 13 then end; end then 229 (Safari).
 */

/**
 * @param {HTMLTextAreaElement} field
 * @param {object} act
 * @param {() => void} act.send
 * @param {(event: KeyboardEvent) => boolean} act.sends whether this Enter (with its modifiers) means "send"
 */
export function enterToSend(field, { send, sends }) {
  let composing = false;
  let wished = false;
  let choosingHanja = false;

  const sendSoon = () => setTimeout(() => {
    if (!wished || composing) return;
    wished = false;
    send();
  });

  field.addEventListener("compositionstart", () => {
    composing = true;
    wished = choosingHanja = false;
  });
  field.addEventListener("compositionend", () => {
    composing = false;
    if (wished) sendSoon();
  });
  field.addEventListener("blur", () => {
    wished = false;
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "HanjaMode" || event.code === "Lang2" || event.code === "F9") choosingHanja = true;
    const enter = event.code === "Enter" || event.code === "NumpadEnter" || event.key === "Enter";
    if (!enter || event.defaultPrevented || !sends(event)) return;
    if (event.isComposing || composing || event.keyCode === 229) {
      if (choosingHanja && composing) return; // this Enter picks a character
      wished = true;
      if (!composing) sendSoon();
      return;
    }
    event.preventDefault();
    if (event.repeat) return;
    if (wished) sendSoon(); // the second keydown of one press
    else send();
  });
}
