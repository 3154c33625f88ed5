import type { Routes } from "@angular/router";
import { Account } from "./account";
import { Home } from "./app";
import { sessionGuard } from "./session";

export const routes: Routes = [
  { path: "", component: Home },
  { path: "account", component: Account, canActivate: [sessionGuard] },
];
