"use client";
export { Status } from "../session.jsx";
