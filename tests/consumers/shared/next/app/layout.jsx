export const metadata = { title: "An app that signs in to CoolSMS" };

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
