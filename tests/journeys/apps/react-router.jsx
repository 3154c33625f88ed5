// An app of React whose router is there before the package. With `?hash`, its routes are in the fragment.
import "coolsms-oauth2/capture"; // first of all imports
import { useEffect } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter, createHashRouter, useNavigate } from "react-router";
import { RouterProvider } from "react-router/dom";
import { tell } from "./routed/kept.js";

const isHash = location.search === "?hash";
const lazy = async () => {
  const { open } = await import("./routed/account.js");
  function Component() {
    const navigate = useNavigate();
    useEffect(() => void open(navigate), []);
    return <p>Account</p>;
  }
  return { Component };
};
const routes = [{ path: "*", lazy }];
const router = isHash ? createHashRouter(routes) : createBrowserRouter(routes, { basename: "/test" });
const look = () => tell(router);
look();
router.subscribe(look);

createRoot(document.getElementById("app")).render(<RouterProvider router={router} />);
