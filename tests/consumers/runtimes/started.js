// Run by each runtime: prints what its server sees, and how much of WebAssembly was compiled for it.
let compiled = 0;
for (const name of ["Module", "Instance"]) {
  const Original = WebAssembly[name];
  WebAssembly[name] = function (...given) {
    compiled += 1;
    return new Original(...given);
  };
}
const { seen } = await import("./app.js");
console.log(JSON.stringify({ ...(await seen()), compiled }));
