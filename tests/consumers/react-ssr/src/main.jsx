import "./client.js"; // first of all imports
import "../complaints.js";
import { StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { App } from "./app.jsx";

const app = (
  <StrictMode>
    <BrowserRouter>
      <App />
    </BrowserRouter>
  </StrictMode>
);
hydrateRoot(document.getElementById("root"), app, { onRecoverableError: (error) => console.error(error) });
