// The app of every consumer without a framework, around the README's account.js: it says who is signed in.
import { account, client } from "./account.js"; // first of all imports

const [text, button] = ["p", "button"].map((tag) => document.querySelector(tag));
const say = (what) => (text.textContent = what);

function show() {
  const isSignedIn = client.getSession() !== null;
  button.textContent = isSignedIn ? "Sign out" : "Sign in with CoolSMS";
  button.onclick = () => (isSignedIn ? client.signOut() : client.signInWithRedirect());
  button.hidden = false;
  account().then(say, (error) => say(error.message));
}

client.subscribe(show);
show();
