// Telephone numbers as people in Korea write them.

/** @param {string} number as CoolSMS has it: digits alone */
export function formatPhone(number) {
  const parts = number.match(/^(02|050\d|0\d\d)(\d{3,4})(\d{4})$/) ?? number.match(/^(1\d{3})(\d{4})$/);
  return parts ? parts.slice(1).join("-") : number;
}

/**
 * With the particle for "to": 로 after a vowel or ㄹ, else 으로. It goes by how the last digit is read: 영, 삼 and 육 end in
 * other consonants.
 *
 * @param {string} number
 */
export const towards = (number) => `${formatPhone(number)}${/[036]$/.test(number) ? "으로" : "로"}`;
