"use strict";
// A browser that has no sessionStorage.

Object.defineProperty(window, "sessionStorage", { value: undefined });
