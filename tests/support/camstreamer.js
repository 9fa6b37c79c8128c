// Calls functions of camstreamerlib: reads {options, calls: [[name, ...arguments]...]} and writes the results, or null without the library.
"use strict";
const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
let CameraVapix = null;
try {
  CameraVapix = require("camstreamerlib");
} catch (error) {
  if (error.code !== "MODULE_NOT_FOUND") throw error;
}
(async () => {
  if (CameraVapix === null) return null;
  const camera = new CameraVapix(given.options);
  const results = [];
  for (const [name, ...rest] of given.calls) {
    results.push(await camera[name](...rest).catch((error) => ({ error: String(error) })));
  }
  return results;
})().then((results) => console.log(JSON.stringify(results)));
