// Texts without secrets, however a server that repeats what it was sent may have written them: as they are, with the
// escapes of JSON, of addresses and forms, or of HTML, in base64, and these within each other.

/** How often escapes may stand within escapes; base64 counts for three. */
const MAX_DEPTH = 8;

/** What HTML calls the letters of ASCII that are written by name: the name, then the letter. */
const ENTITIES = new Map(
  [
    ..."amp& apos' ast* bsol\\ colon: comma, commat@ dollar$ equals= excl! grave` gt> hat^ lbrace{ lbrack[ lcub{".split(
      " ",
    ),
    ...'lowbar_ lpar( lsqb[ lt< num# percnt% period. plus+ quest? quot" rbrace} rbrack] rcub} rpar) rsqb]'.split(" "),
    ..."semi; sol/ verbar| vert|".split(" "),
    ...["nbsp ", "newline\n", "tab\t"],
  ].map((entry) => [entry.slice(0, -1), entry.slice(-1)]),
);
/** What stands behind a backslash, where it is not itself. */
const ESCAPES = new Map(Object.entries({ b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", 0: "\0" }));

const ESCAPE =
  /\\u\{([\da-f]{1,6})\}|(?:\\u|%u)([\da-f]{4})|\\x([\da-f]{2})|((?:%[\da-f]{2})+)|&#x([\da-f]{1,6});?|&#(\d{1,7});?|&([a-z]+);?|\\(.)/gis;

/**
 * Returns the text without these secrets; null if one of them is in it in another form, or may be.
 *
 * @param {string} text
 * @param {readonly string[]} secrets
 */
export function redacted(text, secrets) {
  const plain = secrets.reduce((rest, secret) => rest.replaceAll(secret, "…"), text);
  const forms = secrets.flatMap((secret) => [secret, ...unescapings(secret)]).map(asForm);
  return hides(plain, forms, 0) ? null : plain;
}

/** A form has a plus sign for a space; which of the two was meant makes no difference here. @param {string} text */
const asForm = (text) => text.replaceAll("+", " ");

/**
 * Returns whether one of these is in something that the text may mean, or cannot be told not to be.
 *
 * @param {string} text
 * @param {readonly string[]} forms
 * @param {number} depth
 */
function hides(text, forms, depth) {
  const steps = [text, ...unescapings(text)];
  // More escapes than anybody writes, or letters by names that are not known here.
  if (steps.length > MAX_DEPTH || /&[a-z][a-z\d]*;/i.test(steps.at(-1) ?? "")) return true;
  return steps.some((step) => {
    const read = asForm(step);
    return forms.some((form) => read.includes(form)) || (depth < MAX_DEPTH && fromBase64(step).some(hidesDeeper));
  });
  /** @param {string} inner */
  function hidesDeeper(inner) {
    return hides(inner, forms, depth + 3);
  }
}

/** Takes away escapes, one layer after the other, until there are none or there were too many. @param {string} text */
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

/** What runs of letters are in base64, whatever stands right before them. @param {string} text */
function fromBase64(text) {
  return (text.match(/[\w+/-]{8,}/g) ?? []).flatMap((run) =>
    [0, 1, 2, 3].map((start) => {
      const letters = run.slice(start).replaceAll("-", "+").replaceAll("_", "/");
      const bytes = atob(letters.length % 4 === 1 ? letters.slice(0, -1) : letters);
      return new TextDecoder().decode(Uint8Array.from(bytes, (letter) => letter.charCodeAt(0)));
    }),
  );
}
