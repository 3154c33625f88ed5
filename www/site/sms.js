// How long a text message is. Korean carriers count bytes of EUC-KR: one for ASCII, two for any other letter.

const SMS_BYTES = 90;
const LMS_BYTES = 2000;

/** @param {string} text */
export function messageLength(text) {
  let bytes = 0;
  for (const letter of text) bytes += letter <= "\x7f" ? 1 : 2;

  const short = bytes <= SMS_BYTES;
  return { bytes, kind: short ? "SMS" : "LMS", limit: short ? SMS_BYTES : LMS_BYTES };
}
