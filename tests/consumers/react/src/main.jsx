import { Account } from "../Account.jsx"; // first of all imports
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

const app = (
  <StrictMode>
    <Account />
  </StrictMode>
);
createRoot(document.getElementById("root")).render(app);
