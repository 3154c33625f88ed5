import { Account } from "./Account.jsx"; // first of all imports
import { createElement, StrictMode } from "react";
import { createRoot } from "react-dom/client";

createRoot(document.getElementById("app")).render(createElement(StrictMode, null, createElement(Account)));
