// Elements in one expression. Children and attributes are texts, never markup: Trusted Types have nothing to object to.

type Attributes = Record<string, string | boolean | ((event: Event) => void)>;

/** `data-text` names the text in messages.js; a function listens to the event of that name. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (typeof value === "string") element.setAttribute(name, value);
    else element.toggleAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** An element that shows a text of messages.js. */
export const say = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag, key: string, attributes: Attributes = {}) =>
  h(tag, { ...attributes, "data-text": key });
