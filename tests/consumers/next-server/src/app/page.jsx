import { headers } from "next/headers";
import { Status } from "./home.jsx";

/** Rendered for each request, since it shows what that says. */
export default async function Page() {
  const { size } = new Map(await headers());
  return (
    <>
      <p>Your browser sent {size} headers.</p>
      <Status />
    </>
  );
}
