"use strict";
// Storage that is there and throws, whatever is asked of it.

for (const name of ["getItem", "setItem", "removeItem", "clear", "key"]) {
  Storage.prototype[name] = () => {
    throw new DOMException(`${name} is not allowed`, "SecurityError");
  };
}
