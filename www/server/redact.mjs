// Removes secrets from the texts of a server that may repeat what it was sent: as they are, with the escapes of JSON, URLs,
// forms or HTML, in base64, and these within each other.

/** How many layers of encoding are taken away; base64 counts as three. */
const MAX_DEPTH = 8;
/** How many letters of base64 are decoded for one text: layers within layers could keep the server busy for seconds. */
const MAX_BASE64 = 2 ** 20;

/** The names that HTML has for letters of ASCII: each name, then its letter. */
const ENTITIES = new Map(
  `amp& apos' ast* bsol\\ colon: comma, commat@ dollar$ equals= excl! grave\` gt> hat^ lbrace{ lbrack[ lcub{ lowbar_ lpar( lsqb[
   lt< num# percnt% period. plus+ quest? quot" rbrace} rbrack] rcub} rpar) rsqb] semi; sol/ verbar| vert|`
    .split(/\s+/)
    .concat("nbsp ", "newline\n", "tab\t")
    .map((entry) => [entry.slice(0, -1), entry.slice(-1)]),
);
/** What a letter after a backslash stands for, if not for itself. */
const ESCAPES = new Map(Object.entries({ b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", 0: "\0" }));

const ESCAPE =
  /\\u\{([\da-f]{1,6})\}|(?:\\u|%u)([\da-f]{4})|\\x([\da-f]{2})|((?:%[\da-f]{2})+)|&#x0*([\da-f]{1,6});?|&#0*(\d{1,7});?|&([a-z]+);?|\\(.)/gis;

/**
 * Returns the text without these secrets; null if it holds one of them encoded, or if that cannot be ruled out.
 *
 * @param {string} text
 * @param {readonly string[]} secrets
 */
export function redacted(text, secrets) {
  const plain = secrets.reduce((rest, secret) => rest.replaceAll(secret, "…"), text);
  const forms = secrets.flatMap((secret) => [secret, ...unescapings(secret)]).map(asForm);
  return hides(plain, forms, 0, { letters: MAX_BASE64 }) ? null : plain;
}

/** Forms write a space as a plus sign: the two count as the same. @param {string} text */
const asForm = (text) => text.replaceAll("+", " ");

/**
 * Returns whether the text, decoded in any way, holds one of these, or cannot be decoded to its end.
 *
 * @param {string} text
 * @param {readonly string[]} forms
 * @param {number} depth
 * @param {{ letters: number }} left
 */
function hides(text, forms, depth, left) {
  const steps = [text, ...unescapings(text)];
  // Too many layers, or names of HTML that are not known here. What was no base64 may look like that by chance.
  if (depth === 0 && (steps.length > MAX_DEPTH || /&[a-z][a-z\d]*;/i.test(steps.at(-1) ?? ""))) return true;
  return steps.some((step) => {
    const read = asForm(step);
    return forms.some((form) => read.includes(form)) || (depth < MAX_DEPTH && fromBase64(step, left).some(hidesDeeper));
  });
  /** @param {string} inner */
  function hidesDeeper(inner) {
    return left.letters < 0 || hides(inner, forms, depth + 3, left);
  }
}

/** Takes escapes away, layer by layer, until none is left or there were too many. @param {string} text */
function unescapings(text) {
  const steps = [];
  for (let rest = text, next = unescaped(rest); next !== rest && steps.length <= MAX_DEPTH; next = unescaped(rest)) {
    steps.push(next);
    rest = next;
  }
  return steps.filter(Boolean);
}

/** @param {string} text */
function unescaped(text) {
  return text.replace(ESCAPE, (whole, long, unicode, byte, bytes, hex, decimal, entity, letter) => {
    if (bytes) return fromPercents(bytes);
    if (letter) return ESCAPES.get(letter) ?? letter;
    if (entity) return ENTITIES.get(entity.toLowerCase()) ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(long ?? unicode ?? byte ?? hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** @param {string} bytes */
function fromPercents(bytes) {
  try {
    return decodeURIComponent(bytes);
  } catch {
    return bytes.replace(/%(..)/g, (_, byte) => String.fromCharCode(Number.parseInt(byte, 16)));
  }
}

/**
 * Decodes everything that may be base64, whatever letters stand before it.
 *
 * @param {string} text
 * @param {{ letters: number }} left
 */
function fromBase64(text, left) {
  return (text.match(/[\w+/-]{8,}/g) ?? []).flatMap((run) =>
    [0, 1, 2, 3].map((start) => {
      const letters = run.slice(start).replaceAll("-", "+").replaceAll("_", "/");
      left.letters -= letters.length;
      const bytes = atob(letters.length % 4 === 1 ? letters.slice(0, -1) : letters);
      return new TextDecoder().decode(Uint8Array.from(bytes, (letter) => letter.charCodeAt(0)));
    }),
  );
}
