import { Provider } from "./provider.jsx";

export const metadata = { title: "An app that signs in to CoolSMS" };

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <Provider>{children}</Provider>
      </body>
    </html>
  );
}
