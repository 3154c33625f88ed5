import { Account } from "./Account.jsx"; // first of all imports
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

createRoot(document.getElementById("app")).render(
  <StrictMode>
    <Account />
  </StrictMode>,
);
