import "./client.js"; // first of all imports
import "../complaints.js";
import { startTransition, StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { HydratedRouter } from "react-router/dom";

const app = (
  <StrictMode>
    <HydratedRouter />
  </StrictMode>
);
startTransition(() => {
  hydrateRoot(document, app);
});
